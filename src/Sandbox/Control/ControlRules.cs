namespace SocialSelling.Sandbox.Control;

/// <summary>Bad input to <c>/_control</c> is refused in words.</summary>
internal static class ControlRules
{
    /// <summary>Members that are missing, null or unknown are mistakes.</summary>
    public static void AddControlRules(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.RespectNullableAnnotations = true;
            o.SerializerOptions.RespectRequiredConstructorParameters = true;
            o.SerializerOptions.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
        });
    }

    /// <summary>A body that cannot be read answers 400 and says why.</summary>
    public static void UseClearRefusals(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Results.Json(new { error = e.InnerException?.Message ?? e.Message }, statusCode: e.StatusCode).ExecuteAsync(http);
        }
    });

    public static IResult Bad(string why) => Results.BadRequest(new { error = why });

    public static IResult Missing(string what) => Results.NotFound(new { error = $"There is no {what}" });
}
