using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SocialSelling.Bench;

/// <summary>The same deliveries against a host that only reads them, checks the signature and answers: what no storage can be faster than.</summary>
internal static class AspNetLimit
{
    public static async Task<double> Measure(Options options, Shops shops)
    {
        var key = Encoding.UTF8.GetBytes(options.Secret);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost("/", async (HttpRequest request) =>
        {
            var body = new byte[(int)request.ContentLength!];
            await request.Body.ReadExactlyAsync(body);
            var signature = Encoding.ASCII.GetBytes("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, body)));
            return CryptographicOperations.FixedTimeEquals(signature, Encoding.ASCII.GetBytes(request.Headers["X-Hub-Signature-256"].ToString()))
                ? Results.Text("""{"status":"ok"}""", "application/json") : Results.Unauthorized();
        });
        await app.StartAsync();
        var load = new Load(new Uri(app.Urls.Single()), options.Secret, shops, options.Connections, options.EventsPerPost);
        await load.Run(TimeSpan.FromSeconds(3));
        var measured = TimeSpan.FromSeconds(3);
        return (await load.Run(measured)).Count / measured.TotalSeconds;
    }
}
