namespace SocialSelling.Sandbox;

/// <summary>Meta's error envelope.</summary>
/// <remarks>Codes and subcodes: meta-platform reference, sections 4.5 and 9.</remarks>
internal static class GraphAnswers
{
    public static IResult Error(int code, int subcode = 0, string message = "Error", int status = 400, bool transient = false, string? userMessage = null) => Results.Json(new
    {
        error = new { message, type = "OAuthException", code, error_subcode = subcode, is_transient = transient, error_user_msg = userMessage, fbtrace_id = "A" + Guid.NewGuid().ToString("N")[..10] },
    }, statusCode: status);

    public static IResult Success() => Results.Json(new { success = true });
}
