using System.Net;
using System.Net.Sockets;

namespace SocialSelling.Meta;

/// <summary>Looks up the addresses of a host name; the system's way, unless a test stands in for it.</summary>
public delegate Task<IPAddress[]> AddressLookup(string host, CancellationToken ct);

/// <summary>Keeps requests to addresses that came from outside (links, webhooks of workspaces) away from this machine's network.</summary>
public static class PublicAddresses
{
    /// <summary>Connects to addresses that were looked up and checked here, and to nothing else: a name that is looked up once more cannot lead elsewhere. Redirects are not followed, and no proxy is asked.</summary>
    /// <param name="alsoPrivate">For a sandbox or development, whose servers are on this machine.</param>
    /// <param name="lookUp">Null for the system's.</param>
    public static void Only(SocketsHttpHandler handler, bool alsoPrivate, AddressLookup? lookUp = null)
    {
        handler.AllowAutoRedirect = false;
        handler.UseProxy = false;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        handler.ConnectCallback = async (context, ct) =>
        {
            var found = await (lookUp ?? Dns.GetHostAddressesAsync)(context.DnsEndPoint.Host, ct);
            var addresses = Array.FindAll(found, address => alsoPrivate || IsPublic(address));
            if (addresses.Length == 0) throw new AddressNotPublicException();
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
    }

    /// <summary>Whether it is one machine's, anywhere on the internet. IPv6 that only wraps an IPv4 address (mapped, 6to4, NAT64, Teredo) is none: what it wraps may be private.</summary>
    /// <remarks>RFC 6890 and IANA's registries of special-purpose addresses; of IPv6 only 2000::/3 is given out as global unicast.</remarks>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return bytes is [>= 0x20 and < 0x40, ..] and not ([0x20, 0x01, < 0x02, ..] or [0x20, 0x01, 0x0D, 0xB8, ..] or [0x20, 0x02, ..] or [0x3F, 0xFF, < 0x10, ..]);
        return bytes is not ([0 or 10 or 127, ..] or [100, >= 64 and < 128, ..] or [169, 254, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [192, 0, 0 or 2, _] or [192, 88, 99, _]
            or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] or [>= 224, ..]);
    }
}

/// <summary>Nothing was connected to; comes within an <see cref="HttpRequestException"/>. Says nothing of the address: whoever named it must not learn what stands where here.</summary>
public sealed class AddressNotPublicException() : IOException("The address is not public.");
