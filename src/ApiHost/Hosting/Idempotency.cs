using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using SocialSelling.Identity;

namespace SocialSelling.Hosting;

/// <summary>Honours <c>Idempotency-Key</c>: the same key with the same body gets the first answer again, and nothing happens twice. For POSTs whose first argument is the body.</summary>
internal sealed class Idempotency(IdempotencyRepository keys, IOptions<JsonOptions> json, TimeProvider clock) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 || CurrentUser.IdOf(http.User) is not { } userId) return await next(context);
        if (key.Length > 128) return Problems.Invalid("Idempotency-Key", "At most 128 characters.");

        var route = http.Request.Path.Value!;
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(context.Arguments[0], json.Value.SerializerOptions));
        if (await keys.Begin(userId, key, route, hash, clock.GetUtcNow(), http.RequestAborted) is { } earlier) return Answer(earlier, route, hash);
        try
        {
            var result = await next(context);
            if (Created(result) is { } value)
            {
                await keys.Finish(userId, key, StatusCodes.Status201Created, JsonSerializer.Serialize(value, json.Value.SerializerOptions), CancellationToken.None);
                return result;
            }
            await keys.Release(userId, key, CancellationToken.None);
            return result;
        }
        catch (Exception e) when (e is not TimeoutException)
        {
            // After a time-out nobody knows whether it happened: the key stays taken for a while.
            await keys.Release(userId, key, CancellationToken.None);
            throw;
        }
    }

    private static IResult Answer(IdempotentAnswer earlier, string route, byte[] hash)
    {
        if (earlier.Route != route || !hash.AsSpan().SequenceEqual(earlier.RequestHash)) return Problems.From(new IdempotencyKeyReused());
        return earlier.Status is { } status ? Results.Text(earlier.Response, "application/json", statusCode: status) : Problems.From(new RequestUnderWay());
    }

    private static object? Created(object? result)
    {
        var inner = result is INestedHttpResult nested ? nested.Result : result;
        return inner is IStatusCodeHttpResult { StatusCode: 201 } and IValueHttpResult { Value: { } value } ? value : null;
    }
}

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
