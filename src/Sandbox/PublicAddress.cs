using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace SocialSelling.Sandbox;

/// <summary>How browsers and the product reach this process.</summary>
internal sealed class PublicAddress(IServer server)
{
    /// <summary>Without a slash at the end. Only while the server listens.</summary>
    public string Url => server.Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/')
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal);

    public string Avatar(string username) => $"{Url}/avatars/{Uri.EscapeDataString(username)}.jpg";

    public string Picture(string mediaId) => $"{Url}/pictures/{mediaId}.jpg";

    public string Post(string mediaId) => $"{Url}/p/{mediaId}";
}
