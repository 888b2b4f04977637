using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace SocialSelling.Hosting;

/// <summary>The built web client: its files, and <c>index.html</c> for the routes that it knows itself.</summary>
internal static class WebClient
{
    private static readonly string[] NotPages = ["/api", "/hubs", "/orleans", "/health", "/metrics", "/media", "/assets", "/dev"];

    public static void UseWebClient(this WebApplication app)
    {
        var root = app.Services.GetRequiredService<IOptions<AppOptions>>().Value.WebRoot;
        if (root.Length == 0 || !Directory.Exists(root)) return;
        var files = new PhysicalFileProvider(Path.GetFullPath(root));
        app.Use((http, next) =>
        {
            if (IsPage(http.Request, files)) http.Request.Path = "/index.html";
            return next(http);
        });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = file => Cache(file.Context) });
    }

    private static bool IsPage(HttpRequest request, PhysicalFileProvider files) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !NotPages.Any(prefix => request.Path.StartsWithSegments(prefix))
        && !files.GetFileInfo(request.Path.Value ?? "/").Exists && request.Headers.Accept.ToString() is var accept && (accept.Length == 0 || accept.Contains("text/html", StringComparison.Ordinal) || accept.Contains("*/*", StringComparison.Ordinal));

    // Vite names what lies in /assets by its content: it never changes. The page that names them is asked for each time.
    private static void Cache(HttpContext http) => http.Response.Headers.CacheControl = http.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}
