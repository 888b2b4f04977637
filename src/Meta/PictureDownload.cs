using System.Net;
using System.Net.Sockets;

namespace SocialSelling.Meta;

/// <summary>Fetches pictures whose links Meta hands out and which expire: small ones, from public addresses only.</summary>
public sealed class PictureDownload(HttpClient http)
{
    /// <summary>Profile pictures have some ten kilobytes.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <returns>The JPEG; null when it could not be fetched, is none, or has more than <see cref="MaxBytes"/>.</returns>
    public async Task<byte[]?> Find(string url, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            using var response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > MaxBytes) return null;
            await response.Content.LoadIntoBufferAsync(MaxBytes, limit.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return bytes is [0xFF, 0xD8, 0xFF, ..] ? bytes : null;
        }
        catch (Exception e) when (e is HttpRequestException || e is OperationCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>Keeps requests to links that came from outside away from this machine's network.</summary>
internal static class PublicAddresses
{
    /// <param name="alsoPrivate">For a sandbox, whose pictures are on this machine.</param>
    public static void Only(SocketsHttpHandler handler, bool alsoPrivate)
    {
        handler.AllowAutoRedirect = false;
        handler.UseProxy = false;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        // After the name has been looked up, so that no name can lead inside.
        handler.ConnectCallback = async (context, ct) =>
        {
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
            if (Array.Find(addresses, a => alsoPrivate || IsPublic(a)) is not { } address) throw new HttpRequestException("The address is not public.");
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
    }

    /// <remarks>RFC 6890: what is not reachable over the internet.</remarks>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return !(IPAddress.IsLoopback(address) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast || address.IsIPv6SiteLocal);
        return address.GetAddressBytes() is not ([0 or 10 or 127, ..] or [100, >= 64 and < 128, ..] or [169, 254, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [192, 0, 0, _] or [198, 18 or 19, ..] or [>= 224, ..]);
    }
}
