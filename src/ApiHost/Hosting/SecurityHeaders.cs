using Microsoft.Extensions.Options;
using SocialSelling.Publishing;

namespace SocialSelling.Hosting;

/// <summary>What every answer says to browsers: which sources a page may use, and that nobody may frame it. Also the request's id.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app)
    {
        var media = app.Services.GetRequiredService<IOptions<MediaOptions>>().Value.PublicUrl;
        var sandbox = app.Configuration["Meta:GraphUrl"] is { } graph && Uri.TryCreate(graph, UriKind.Absolute, out var uri) && uri.IsLoopback ? graph : "";
        var images = $"'self' data: blob: https: {media} {sandbox}".Trim();
        var pages = Policy("script-src 'self'", images, media, baseUri: "'none'");
        // These two bring pages of their own with scripts inside.
        var tools = Policy("script-src 'self' 'unsafe-inline' 'unsafe-eval'", images, media, baseUri: "'self'");

        app.Use(async (http, next) =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["X-Api-Version"] = "1";
            headers["X-Request-Id"] = http.TraceIdentifier = RequestId(http);
            headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/orleans") || http.Request.Path.StartsWithSegments("/api/docs") ? tools : pages;
            if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            // What a route wants to be kept it says itself.
            if (http.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
            RequestIds.Begin(http.TraceIdentifier);
            await next(http);
        });
    }

    /// <param name="store">Where files are uploaded to past this host.</param>
    private static string Policy(string scripts, string images, string store, string baseUri) =>
        $"default-src 'self'; {scripts}; style-src 'self' 'unsafe-inline'; img-src {images}; media-src {images}; font-src 'self' data:; connect-src 'self' ws: wss: {store}; "
        + $"object-src 'none'; base-uri {baseUri}; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The caller's id when it is a harmless one, else our own.</summary>
    private static string RequestId(HttpContext http) =>
        http.Request.Headers["X-Request-Id"].ToString() is { Length: > 0 and <= 64 } given && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? given : Guid.NewGuid().ToString("N");
}
