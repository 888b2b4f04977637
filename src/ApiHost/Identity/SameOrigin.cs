using Microsoft.Extensions.Options;
using SocialSelling.Hosting;

namespace SocialSelling.Identity;

/// <summary>
/// Guards the routes that a cookie authenticates: a browser says where a request comes from (Sec-Fetch-Site, Origin), and a foreign page cannot lie about it.
/// What says nothing is no browser and has no cookie to be tricked out of.
/// </summary>
internal sealed class SameOrigin(IOptions<AppOptions> options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsOurs(context.HttpContext.Request) ? await next(context) : Problems.From(new CrossSiteRequest());

    private bool IsOurs(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && (options.Value.AllowsOrigin(origin) || origin == $"{request.Scheme}://{request.Host}")) return true;
        return request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site ? site is "same-origin" or "none" : origin.Length == 0;
    }
}
