using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialSelling.Identity;

namespace SocialSelling.Privacy;

/// <summary>The texts that people agree to, and what a person has agreed to. Nobody is refused for not having answered: it is the pages that ask, before they let somebody go on.</summary>
internal static class ConsentEndpoints
{
    public static void MapConsents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/policies", Policies).AllowAnonymous().WithTags("privacy").WithSummary("Which terms of use and which privacy policy are in force, and where they stand");

        var me = api.MapGroup("/users/me/consents").WithTags("users").OwnAffairs();
        me.MapGet("/", Get).WithSummary("What the user has agreed to, and what they are to be asked");
        me.MapPost("/", Answer).WithSummary("Agree to something, or take it back; recorded with version, language, time and address").ProducesProblem(409);
        me.MapGet("/history", History).WithSummary("Everything that the user has agreed to and taken back, newest first");
    }

    private static Ok<PoliciesView> Policies(IOptions<PolicyOptions> options) =>
        TypedResults.Ok(new PoliciesView(new(options.Value.TermsVersion, options.Value.TermsUrl), new(options.Value.PrivacyVersion, options.Value.PrivacyUrl), options.Value.Contact));

    private static async Task<Ok<ConsentsView>> Get(CurrentUser user, ConsentRepository consents, IOptions<PolicyOptions> options, CancellationToken ct) =>
        TypedResults.Ok(View(await consents.Current(user.Id, ct), options.Value));

    private static async Task<Results<Ok<ConsentsView>, ProblemHttpResult, ValidationProblem>> Answer(
        ConsentAnswer answer, CurrentUser user, ConsentRepository consents, IOptions<PolicyOptions> options, TimeProvider clock, CancellationToken ct)
    {
        var current = options.Value.VersionFor(answer.Purpose);
        // Whoever has read another text has not agreed to this one.
        if (answer.Version != current) return Problems.Invalid("version", $"The version in force is {current}.");
        if (!answer.Given && ConsentPurpose.Required.Contains(answer.Purpose)) return Problems.From(new ConsentRequired());
        await consents.Add(user.Id, new(answer.Purpose, answer.Given, answer.Version, answer.Language), user.Source, clock.GetUtcNow(), ct);
        return TypedResults.Ok(View(await consents.Current(user.Id, ct), options.Value));
    }

    private static async Task<Ok<Page<ConsentView>>> History(int? limit, string? cursor, CurrentUser user, ConsentRepository consents, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        return TypedResults.Ok(Paging.Of(await consents.Page(user.Id, Cursor.Read(cursor), take + 1, ct), take, c => new ConsentView(c.Id, c.Purpose, c.Given, c.Version, c.Language, c.At, c.Ip), c => Cursor.Of(c.At, c.Id)));
    }

    private static ConsentsView View(List<ConsentRow> answers, PolicyOptions policies)
    {
        var last = answers.ToDictionary(a => a.Purpose);
        return new(
            [.. ConsentPurpose.Required.Where(purpose => last.GetValueOrDefault(purpose)?.Version != policies.VersionFor(purpose))],
            [.. ConsentPurpose.Required.Concat(ConsentPurpose.Optional).Select(purpose => new ConsentStateView(
                purpose, ConsentPurpose.Required.Contains(purpose), policies.VersionFor(purpose), last.GetValueOrDefault(purpose) is { Given: true }, last.GetValueOrDefault(purpose)?.Version, last.GetValueOrDefault(purpose)?.At))]);
    }
}

/// <param name="Purpose">terms, privacy, marketing, analytics or ai.</param>
/// <param name="Given">False takes it back: of what is required only by deleting the account.</param>
/// <param name="Version">Of the text that was shown: the one in force.</param>
/// <param name="Language">In which it was shown.</param>
internal sealed record ConsentAnswer(
    [property: Required, AllowedValues("terms", "privacy", "marketing", "analytics", "ai")] string Purpose, bool Given, [property: Required, StringLength(40)] string Version,
    [property: Required, AllowedValues("en", "pt", "es")] string Language);

/// <param name="Contact">Whom to ask about privacy: an e-mail address; null where the operator has named nobody.</param>
internal sealed record PoliciesView(PolicyView Terms, PolicyView Privacy, string? Contact);

/// <param name="Url">Where it stands, with {language} for en, pt or es; null for the page of the web client, /terms or /privacy.</param>
internal sealed record PolicyView(string Version, string? Url);

/// <param name="Asked">What is required and was not agreed to in the version in force: terms, privacy.</param>
/// <param name="Items">All there is.</param>
internal sealed record ConsentsView(IReadOnlyList<string> Asked, IReadOnlyList<ConsentStateView> Items);

/// <param name="Version">The one in force; of what is optional, that of the privacy policy.</param>
/// <param name="Given">Whether the last answer was yes; false where there was none.</param>
/// <param name="AnsweredVersion">What the last answer was about; null where there was none.</param>
internal sealed record ConsentStateView(string Purpose, bool Required, string Version, bool Given, string? AnsweredVersion, DateTimeOffset? AnsweredAt);

/// <param name="Given">False: it was taken back.</param>
/// <param name="Ip">From where.</param>
internal sealed record ConsentView(Guid Id, string Purpose, bool Given, string Version, string Language, DateTimeOffset At, string? Ip);

internal sealed record ConsentRequired : DomainError
{
    public override string Code => "consent-required";
    public override string Detail => "Nobody uses the product without this. To take it back, delete the account.";
}
