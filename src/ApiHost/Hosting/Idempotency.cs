using System.Text;
using SocialSelling.Identity;
using UUIDNext;

namespace SocialSelling.Hosting;

/// <summary>
/// Honours <c>Idempotency-Key</c> on every POST of a signed-in user: the same request with the same key gets the first answer again, and nothing is created twice. Only what
/// created something is remembered (201, 202), for a day, and the report of what was done to many things (<see cref="RememberedAnswer"/>); a refusal or a failure frees the key.
/// </summary>
/// <remarks>Source: IETF draft "The Idempotency-Key HTTP Header Field": 422 for a key of another request, 409 while the first is under way.</remarks>
internal sealed class Idempotency(RequestDelegate next, IdempotencyRepository keys, TimeProvider clock)
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 128, LongestRoute = 200;

    /// <summary>The id of what a request creates: with a key always the same, so that even a request whose end nobody saw creates once.</summary>
    public static Guid NewId(HttpContext http, TimeProvider clock) => http.Items[typeof(Idempotency)] is Guid id ? id : Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>The answer does not tell of everything that was asked: with its key, the same request goes on with what is left.</summary>
    public static void Forget(HttpContext http) => http.Items[typeof(RememberedAnswer)] = false;

    public async Task InvokeAsync(HttpContext http)
    {
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(http.Request.Method) || CurrentUser.IdOf(http.User) is not { } userId) await next(http);
        else if (key.Length > LongestKey) await Problems.Invalid(Header, $"At most {LongestKey} characters.").ExecuteAsync(http);
        else await Once(userId, key, http);
    }

    private async Task Once(Guid userId, string key, HttpContext http)
    {
        var route = http.Request.Path.Value![..Math.Min(http.Request.Path.Value!.Length, LongestRoute)];
        var hash = await RequestHash.Of(http.Request);
        if (await keys.Begin(userId, key, route, hash, clock.GetUtcNow(), http.RequestAborted) is { } earlier)
        {
            await Repeat(earlier, route, hash, http);
            return;
        }
        http.Items[typeof(Idempotency)] = Uuid.NewNameBased(userId, $"{key}\n{route}\n{Convert.ToHexString(hash)}");
        // Its sender may be gone, and comes again with the key: what was begun is finished.
        http.RequestAborted = CancellationToken.None;
        try
        {
            await Answer(userId, key, http);
        }
        catch (Exception e) when (e is not TimeoutException)
        {
            // After a time-out nobody knows whether it happened: the key stays taken for a while.
            await keys.Release(userId, key, CancellationToken.None);
            throw;
        }
    }

    private async Task Answer(Guid userId, string key, HttpContext http)
    {
        var response = http.Response;
        var (body, kept) = (response.Body, new MemoryStream());
        await using var _ = kept;
        response.Body = kept;
        try
        {
            await next(http);
        }
        finally
        {
            response.Body = body;
        }
        if (IsRemembered(http))
            await keys.Finish(userId, key, response.StatusCode, Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length), response.Headers.Location, CancellationToken.None);
        else await keys.Release(userId, key, CancellationToken.None);
        kept.Position = 0;
        await kept.CopyToAsync(body);
    }

    private static bool IsRemembered(HttpContext http) => http.Response.StatusCode is StatusCodes.Status201Created or StatusCodes.Status202Accepted
        || http.Response.StatusCode is StatusCodes.Status200OK && http.GetEndpoint()?.Metadata.GetMetadata<RememberedAnswer>() is not null && !http.Items.ContainsKey(typeof(RememberedAnswer));

    private static async Task Repeat(IdempotentAnswer earlier, string route, byte[] hash, HttpContext http)
    {
        if (earlier.Route != route || !hash.AsSpan().SequenceEqual(earlier.RequestHash)) await Problems.From(new IdempotencyKeyReused()).ExecuteAsync(http);
        else if (earlier.Status is not { } status)
        {
            http.Response.Headers.RetryAfter = "1";
            await Problems.From(new RequestUnderWay()).ExecuteAsync(http);
        }
        else
        {
            http.Response.Headers.Location = earlier.Location;
            await TypedResults.Text(earlier.Response, "application/json", statusCode: status).ExecuteAsync(http);
        }
    }
}

/// <summary>Of a route: what it answers with 200 is remembered too, because doing it again would do more.</summary>
internal sealed record RememberedAnswer;

internal sealed record IdempotencyKeyReused : DomainError
{
    public override string Code => "idempotency-key-reused";
    public override string Detail => "This Idempotency-Key was used for another request.";
}

internal sealed record RequestUnderWay : DomainError
{
    public override string Code => "request-under-way";
    public override string Detail => "The first request with this Idempotency-Key is still being answered.";
}
