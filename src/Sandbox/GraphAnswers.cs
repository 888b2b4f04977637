namespace SocialSelling.Sandbox;

/// <summary>Meta's error envelope.</summary>
/// <remarks>Codes and subcodes: meta-platform reference, sections 4.5 and 9.</remarks>
internal static class GraphAnswers
{
    public static IResult Error(int code, int subcode = 0, string message = "Error", int status = 400, bool transient = false, string? userMessage = null) => Results.Json(new
    {
        error = new { message, type = "OAuthException", code, error_subcode = subcode, is_transient = transient, error_user_msg = userMessage, fbtrace_id = "A" + Guid.NewGuid().ToString("N")[..10] },
    }, statusCode: status);

    /// <summary>For an object that does not exist and for one of another account alike.</summary>
    public static IResult Unknown() => Error(100, 33, "Unsupported request. Object does not exist or cannot be loaded due to missing permissions");

    public static IResult Success() => Results.Json(new { success = true });
}
