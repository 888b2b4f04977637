using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using SocialSelling.Identity;

namespace SocialSelling;

/// <summary>The one place that turns refusals and failures into status codes and problem details (RFC 9457). Never the name of a type or a stack.</summary>
internal static partial class Problems
{
    /// <summary>The status of each refusal; what is not listed is a 409: right as such, but not now.</summary>
    private static int StatusOf(string code) => code switch
    {
        "invalid-credentials" or "session-expired" or "mfa-required" or "wrong-code" or "challenge-over" => 401,
        "account-locked" or "wrong-password" or "email-not-verified" or "not-your-note" or "cross-site-request" or "own-post" or "forbidden" or "role-above-yours" or "wrong-address" or "not-for-keys" => 403,
        "too-many-mails" or "too-many-exports" => 429,
        "re-read" => 410,
        "media-too-large" => 413,
        "media-unsupported" => 415,
        "post-not-publishable" or "idempotency-key-reused" or "attachment-not-sendable" => 422,
        "instagram-unavailable" => 503,
        "comment-text-refused" or "text-too-long" or "too-many-attributes" or "message-empty" or "quick-replies-invalid" or "send-time-invalid" or "invalid-media" or "invalid-range" or "invalid-import" or "token-invalid" or "code-refused" => 400,
        _ => code.EndsWith("-not-found", StringComparison.Ordinal) ? 404 : 409,
    };

    public static ProblemHttpResult From(DomainError error)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = error.Code };
        if (error is MfaRequired mfa) (extensions["challenge"], extensions["expiresAt"]) = (mfa.Challenge, mfa.ExpiresAt);
        if (error is Privacy.OwnershipToTransfer held) extensions["workspaces"] = held.Workspaces;
        if (error is Inbox.ReplyWindowClosed closed) extensions["closesAt"] = closed.ClosedAt;
        if (error is Inbox.CommentTextRefused words) extensions["rule"] = words.Rule;
        if (error is Inbox.PrivateReplyClosed late) extensions["closesAt"] = late.ClosedAt;
        if (error is Inbox.InstagramUnavailable unavailable) extensions["retryAt"] = unavailable.RetryAt;
        if (error is Inbox.AnsweredMeanwhile answered) extensions["missed"] = answered.Missed;
        if (error is Inbox.AttachmentNotSendable attachment) extensions["rule"] = attachment.Rule;
        if (error is Publishing.MediaInUse media) (extensions["usedBy"], extensions["waitingMessages"], extensions["series"]) = (media.Uses, media.WaitingMessages, media.Series);
        if (error is Publishing.PostNotPublishable post) extensions["findings"] = post.Findings;
        if (error is Publishing.InvalidImport import) extensions["rule"] = import.Rule;
        if (error is Publishing.PostWrongState state) extensions["status"] = state.Status;
        if (error is Publishing.TooManyPending pending) (extensions["limit"], extensions["used"], extensions["tier"]) = (pending.Limit, pending.Used, pending.Tier);
        if (error is TierLimit full) (extensions["what"], extensions["tier"], extensions["limit"], extensions["used"], extensions["wanted"]) = (full.What, full.Tier, full.Limit, full.Used, full.Wanted);
        if (error is Publishing.PostVersionConflict conflict) (extensions["version"], extensions["post"]) = (conflict.Version, conflict.Post);
        return TypedResults.Problem(error.Detail, statusCode: StatusOf(error.Code), extensions: extensions);
    }

    public static ValidationProblem Invalid(string field, params string[] messages) => Invalid(new Dictionary<string, string[]> { [field] = messages });

    public static ValidationProblem Invalid(Dictionary<string, string[]> errors) =>
        TypedResults.ValidationProblem(errors, extensions: new Dictionary<string, object?> { ["code"] = "validation-failed" });

    public static void AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Complete);
        services.AddExceptionHandler<Handler>();
    }

    /// <summary>Every problem has a code and a trace id; validation names fields as the JSON does.</summary>
    private static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Status is 413 && !problem.Extensions.ContainsKey("code"))
        {
            problem.Detail = "The request is larger than this route takes.";
            problem.Extensions["maxBytes"] = context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        }
        problem.Extensions.TryAdd("code", problem is HttpValidationProblemDetails ? "validation-failed" : GeneralCode(problem.Status));
        problem.Extensions["traceId"] = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        if (problem is HttpValidationProblemDetails validation)
            validation.Errors = validation.Errors.ToDictionary(e => JsonPath(e.Key), e => e.Value);
    }

    private static string JsonPath(string property) => string.Join('.', property.Split('.').Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName));

    private static string GeneralCode(int? status) => status switch
    {
        400 => "invalid-request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not-found",
        405 => "method-not-allowed",
        413 => "too-large",
        415 => "unsupported-media-type",
        429 => "too-many-requests",
        503 => "unavailable",
        _ => "internal-error",
    };

    private sealed partial class Handler(IProblemDetailsService problems, ILogger<Handler> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken ct)
        {
            // Nobody is left to be answered.
            if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested) return true;

            var problem = Read(exception);
            if (problem.Status >= 500) LogFailure(exception, http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
            // Not all of them at the same moment again.
            if (problem.Status is 503 or 429) http.Response.Headers.RetryAfter = Random.Shared.Next(1, 6).ToString(CultureInfo.InvariantCulture);
            http.Response.StatusCode = problem.Status!.Value;
            await problems.WriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = problem });
            return true;
        }

        [LoggerMessage(LogLevel.Error, "{Method} {Route} failed")]
        private partial void LogFailure(Exception exception, string method, string? route);
    }

#pragma warning disable CA1859 // The arms differ: naming one of them would be untrue.
    private static ProblemDetails Read(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: System.Text.Json.JsonException json } => Json(json),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new() { Status = 413 },
        BadHttpRequestException bad => new() { Status = bad.StatusCode, Detail = BoundParameter().Match(bad.Message) is { Success: true } m ? $"{m.Groups[1].Value} is missing or malformed." : "The request is malformed." },
        InvalidCursorException => new() { Status = 400, Detail = exception.Message, Extensions = { ["code"] = "invalid-cursor" } },
        TooBusyException => new() { Status = 429, Detail = "Too many are signing in. Try again in a moment.", Extensions = { ["code"] = "too-busy" } },
        Publishing.MediaStoreUnavailableException => new() { Status = 503, Detail = "The media store does not answer. Try again in a moment.", Extensions = { ["code"] = "media-store-unavailable" } },
        TimeoutException or OrleansMessageRejectionException or SiloUnavailableException or GatewayTooBusyException or LimitExceededException
            or Orleans.Runtime.ClientNotAvailableException or Microsoft.AspNetCore.Connections.ConnectionAbortedException
            or NpgsqlException { IsTransient: true } or NpgsqlException { InnerException: System.Net.Sockets.SocketException or IOException }
            => new() { Status = 503, Detail = "A part of the system does not answer. Try again in a moment." },
        _ => new() { Status = 500, Detail = "Something went wrong on our side. The trace id helps us to find it." },
    };
#pragma warning restore CA1859

    private static HttpValidationProblemDetails Json(System.Text.Json.JsonException json)
    {
        var unknown = UnknownMember().Match(json.Message);
        var missing = MissingMembers().Match(json.Message);
        var (field, message) = unknown.Success ? (unknown.Groups[1].Value, "There is no such field.")
            : missing.Success ? (missing.Groups[1].Value, "This field is required.")
            : (json.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "body", "This is not the JSON that is expected here.");
        return new(new Dictionary<string, string[]> { [field] = [message] }) { Status = 400 };
    }

    // System.Text.Json tells the member in its message only.
    [GeneratedRegex("^The JSON property '([^']+)' could not be mapped")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("missing required properties including: '([^']+)'")]
    private static partial Regex MissingMembers();

    [GeneratedRegex("parameter \"[^ ]+ ([A-Za-z]+)\"")]
    private static partial Regex BoundParameter();
}
