using System.Globalization;
using SocialSelling.Sandbox.Control;
using SocialSelling.Sandbox.OAuth;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox;

/// <summary>What every Graph call passes: faults, the token, usage headers, the record for tests.</summary>
internal static class GraphPipeline
{
    private const string NewestVersionInTheDocs = "v25.0";
    private const int DefaultHangMs = 30_000;

    /// <summary>For <c>/{account}/…</c>: any id but <c>me</c> and the token's own is an unknown object.</summary>
    public static Delegate Own(Func<GraphCall, Task<IResult>> work) => Object((call, id) => call.IsOwn(id) ? work(call) : Task.FromResult(GraphAnswers.Unknown()));

    /// <inheritdoc cref="Own(Func{GraphCall, Task{IResult}})"/>
    public static Delegate Own(Func<GraphCall, IResult> work) => Own(call => Task.FromResult(work(call)));

    /// <summary>The same for what goes by the Page where there is one.</summary>
    public static Delegate Gateway(Func<GraphCall, Task<IResult>> work) => Object((call, id) => call.IsGateway(id) ? work(call) : Task.FromResult(GraphAnswers.Unknown()));

    /// <inheritdoc cref="Gateway(Func{GraphCall, Task{IResult}})"/>
    public static Delegate Gateway(Func<GraphCall, IResult> work) => Gateway(call => Task.FromResult(work(call)));

    /// <summary>For <c>/{object}</c>: the work decides what the token may see.</summary>
    public static Delegate Object(Func<GraphCall, string, IResult> work) => Object((call, id) => Task.FromResult(work(call, id)));

    private static Delegate Object(Func<GraphCall, string, Task<IResult>> work) => async (HttpContext http, Store store, Faults faults, CallLog log, SandboxOptions options, string id) =>
    {
        var request = http.Request;
        var path = request.Path.Value!;
        var byPage = path.StartsWith(FacebookEndpoints.Host + "/", StringComparison.Ordinal);
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var value = TokenOf(request);
        var token = store.Read(w => w.Tokens.Find(t => t.Value == value));
        var shop = token is null ? null : store.Read(w => w.Shops.Find(s => s.Id == token.ShopId));
        var fault = faults.Take(request.Method, path, shop);
        http.Response.Headers["facebook-api-version"] = path.Split('/')[byPage ? 2 : 1] is ['v', ..] version ? version : NewestVersionInTheDocs;
        WriteUsage(http.Response.Headers, fault, shop, shop is null ? 0 : Usage(log, shop, store));
        if (fault is { DelayMs: > 0, Kind: not "timeout_after_success" }) await Wait(fault.DelayMs, http);

        var answer = fault?.Kind switch
        {
            "error" => GraphAnswers.Error(fault.Code, fault.Subcode, "Fault on demand", fault.Status),
            "reset" => null,
            // A host does not know the tokens of the other.
            _ when shop is null || token!.IsDead(store.Now) || byPage != (token.Kind is TokenKind.Page) => GraphAnswers.Error(190, 463, "Invalid OAuth access token", 401),
            _ when byPage && !FacebookEndpoints.IsProven(request, value, options) => FacebookEndpoints.NotProven(),
            _ => await work(new GraphCall(shop, GraphCall.Parse(body), request.Query, fault, byPage), id),
        };
        if (fault?.Kind == "error_after_success") answer = GraphAnswers.Error(fault.Code, fault.Subcode, "Fault on demand, after the work was done", fault.Status);
        log.Add(new RecordedCall(store.Now, request.Method, path, shop?.Id, body, (answer as IStatusCodeHttpResult)?.StatusCode ?? 200));
        if (fault?.Kind == "timeout_after_success") await Wait(fault.DelayMs > 0 ? fault.DelayMs : DefaultHangMs, http);
        if (answer is null) http.Abort();
        else await answer.ExecuteAsync(http);
    };

    internal static string TokenOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : request.Query["access_token"].ToString();

    internal static Task Wait(int milliseconds, HttpContext http) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, http.RequestAborted);

    /// <summary>In both of Meta's forms; the second only when the call has an account.</summary>
    private static void WriteUsage(IHeaderDictionary headers, Fault? fault, Shop? shop, int percent)
    {
        if (fault?.Kind == "no_usage") return;
        var broken = fault?.Kind == "malformed_usage";
        var regain = fault?.RegainMinutes ?? 0;
        if (regain > 0) percent = 100;
        headers["X-App-Usage"] = broken ? "{call_count:" : string.Create(CultureInfo.InvariantCulture, $$"""{"call_count":{{percent}},"total_time":3,"total_cputime":2}""");
        if (shop is null) return;
        headers["X-Business-Use-Case-Usage"] = broken ? $$"""{"{{shop.Id}}":[""" : string.Create(CultureInfo.InvariantCulture,
            $$"""{"{{shop.Id}}":[{"type":"instagram","call_count":{{percent}},"total_cputime":2,"total_time":3,"estimated_time_to_regain_access":{{regain}}}]}""");
    }

    /// <summary>Percent of an allowance of 10,000 calls an hour; never so much that it would slow a client down unasked.</summary>
    private static int Usage(CallLog log, Shop shop, Store store) => Math.Min(60, log.Count(shop.Id, store.Now - TimeSpan.FromHours(1)) / 100);
}
