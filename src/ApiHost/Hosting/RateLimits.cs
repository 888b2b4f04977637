using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using SocialSelling.Identity;

namespace SocialSelling.Hosting;

/// <summary>How much one caller may ask. Section <c>RateLimits</c>.</summary>
internal sealed class RateLimitOptions
{
    /// <summary>Requests per minute of an address whose callers have not signed in.</summary>
    [Range(1, 10_000_000)]
    public int PerAddress { get; set; } = 100;

    /// <summary>Requests per minute of a user, wherever they come from; of an API key as well.</summary>
    [Range(1, 10_000_000)]
    public int PerUser { get; set; } = 500;
}

/// <summary>
/// Limits of the API by caller: the user, or the address of who has not signed in. Routes that let people in count by address and route besides. Machines that we asked to
/// call (webhooks), health and metrics are not limited.
/// </summary>
internal static class RateLimits
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration("RateLimits").ValidateDataAnnotations().ValidateOnStart();
        if (ClusterSettings.From(configuration).IsSingle) services.AddSingleton<IWindowCounter, MemoryCounter>();
        else services.AddSingleton(Options.Create(RedisSettings.From(configuration))).AddSingleton<IWindowCounter, RedisCounter>();
        services.AddSingleton<CallerLimiter>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<CallerLimiter>((limits, callers) =>
        {
            limits.GlobalLimiter = callers;
            limits.AddPolicy(IdentityServices.LoginLimit, PerAddressAndRoute);
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = TellWhen;
        });
    }

    /// <summary>Who asks, as far as the connection says. Of IPv6 the network: a household has 2^64 addresses to choose from.</summary>
    public static string AddressOf(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static RateLimitPartition<string> PerAddressAndRoute(HttpContext http)
    {
        var (counter, limit) = (http.RequestServices.GetRequiredService<IWindowCounter>(), http.RequestServices.GetRequiredService<IOptions<LoginOptions>>().Value.AttemptsPerMinute);
        return RateLimitPartition.Get($"login:{AddressOf(http.Connection.RemoteIpAddress)}:{http.Request.Path.Value!.ToLowerInvariant()}", key => new WindowLimiter(counter, key, limit));
    }

    private static ValueTask TellWhen(OnRejectedContext context, CancellationToken ct)
    {
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            context.HttpContext.Response.Headers.RetryAfter = Seconds(after);
        return ValueTask.CompletedTask;
    }

    public static string Seconds(TimeSpan span) => Math.Ceiling(Math.Max(span.TotalSeconds, 1)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>Counts every request of the API to its caller, and says in the answer's headers how much is left.</summary>
internal sealed class CallerLimiter(IWindowCounter counter, IOptions<RateLimitOptions> options) : PartitionedRateLimiter<HttpContext>
{
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    /// <summary>Counting may take a round trip: the framework asks again, and waits.</summary>
    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => WindowLease.Uncounted;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken)
    {
        if (!resource.Request.Path.StartsWithSegments("/api")) return WindowLease.Free;
        var (key, limit) = CurrentUser.IdOf(resource.User) is { } user ? ($"user:{user}", options.Value.PerUser) : ($"address:{RateLimits.AddressOf(resource.Connection.RemoteIpAddress)}", options.Value.PerAddress);
        var count = await counter.Take(key, RateLimits.Window);
        var headers = resource.Response.Headers;
        headers["X-RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Math.Max(limit - count.Taken, 0).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = RateLimits.Seconds(count.Left);
        return new WindowLease(count.Taken <= limit, count.Left);
    }
}

/// <summary>One counter's limit, as the framework's policies want it.</summary>
internal sealed class WindowLimiter(IWindowCounter counter, string key, int limit) : RateLimiter
{
    /// <summary>Holds nothing: the framework may throw it away at any time.</summary>
    public override TimeSpan? IdleDuration => TimeSpan.MaxValue;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => WindowLease.Uncounted;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var count = await counter.Take(key, RateLimits.Window);
        return new WindowLease(count.Taken <= limit, count.Left);
    }
}

internal sealed class WindowLease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
{
    public static readonly WindowLease Uncounted = new(false, null), Free = new(true, null);

    public override bool IsAcquired => isAcquired;

    public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name && retryAfter is { } after ? after : null;
        return metadata is not null;
    }
}
