using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Npgsql;
using SocialSelling.Meta;

namespace SocialSelling.Webhooks;

/// <summary>Where Meta delivers: verify, journal, 200. Everything else comes after the answer.</summary>
internal static class WebhookEndpoints
{
    /// <summary>Bytes. Meta sends up to 1,000 updates at once; past this it is not Meta.</summary>
    private const int MaxBody = 1024 * 1024;

    public static void AddWebhookEdge(this IServiceCollection services) =>
        services.AddSingleton<WebhookEdge>().AddSingleton<DeliveryForwarder>().AddHostedService(p => p.GetRequiredService<DeliveryForwarder>());

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/webhooks/instagram").AllowAnonymous().DisableRateLimiting().WithTags("webhooks");
        group.MapGet("/", Verify).WithSummary("Meta asks whether this address is ours");
        // Past routing nothing of the pipeline is for Meta: no session, no limit, no compression.
        group.MapPost("/", Receive).WithSummary("Meta delivers events").WithMetadata(new RequestSizeLimitAttribute(MaxBody)).ShortCircuit();
    }

    private static IResult Verify(
        [FromQuery(Name = "hub.mode")] string? mode, [FromQuery(Name = "hub.verify_token")] string? token, [FromQuery(Name = "hub.challenge")] string? challenge, IOptions<MetaOptions> meta) =>
        mode == "subscribe" && challenge is not null && token is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(meta.Value.VerifyToken))
            ? TypedResults.Text(challenge) : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    private static async Task<IResult> Receive(HttpRequest request, WebhookEdge edge, DeliveryJournal journal, DeliveryForwarder forwarder, TimeProvider clock, CancellationToken ct)
    {
        if (request.ContentLength > MaxBody || await Read(request.BodyReader, ct) is not { } body) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var slot = edge.Check(body, request.Headers["X-Hub-Signature-256"]);
        if (slot < 0) return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);

        var now = clock.GetUtcNow();
        var delivery = new DeliveryRow(Guid.CreateVersion7(now), now, (short)slot, body);
        try
        {
            if (journal.Append(delivery) is not { } commit) return Busy(request);
            await commit;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // Not stored, so not ours yet: Meta keeps it and comes again.
            return Busy(request);
        }
        forwarder.Offer(new JournaledDelivery(delivery.Id, delivery.ReceivedAt, body));
        return TypedResults.Text("""{"status":"ok"}""", "application/json");
    }

    private static StatusCodeHttpResult Busy(HttpRequest request)
    {
        request.HttpContext.Response.Headers.RetryAfter = "5";
        return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    /// <returns>The raw bytes; null when there are more than allowed.</returns>
    private static async Task<byte[]?> Read(PipeReader reader, CancellationToken ct)
    {
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            if (read.Buffer.Length > MaxBody) return null;
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var body = read.Buffer.ToArray();
            reader.AdvanceTo(read.Buffer.End);
            return body;
        }
    }
}
