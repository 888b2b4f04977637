using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Inbox;

/// <summary>What a workspace sorts its conversations and contacts by: labels, tags, the stages of its pipeline.</summary>
internal static class PipelineEndpoints
{
    public static void MapPipelines(this IEndpointRouteBuilder api)
    {
        var workspace = api.MapGroup("/workspaces/{workspaceId:guid}").WithTags("workspaces").Needs(Permission.WorkspaceRead, Permission.WorkspaceWrite);
        workspace.MapGet("/pipeline", Pipeline).WithSummary("The stages of the pipeline, in order").ProducesProblem(404);
        workspace.MapPut("/pipeline", ReplacePipeline).WithSummary("Make the pipeline these stages, in this order").ProducesProblem(404);
        workspace.MapGet("/labels", Labels).WithSummary("Labels of conversations and tags of contacts").ProducesProblem(404);
        workspace.MapPost("/labels", AddLabel).WithSummary("A new label or tag").ProducesProblem(404).ProducesProblem(409);
        var labels = api.MapGroup("/labels").WithTags("workspaces").Needs(Permission.WorkspaceRead, Permission.WorkspaceWrite);
        labels.MapPatch("/{id:guid}", ChangeLabel).WithSummary("Rename or recolour a label").ProducesProblem(404).ProducesProblem(409);
        labels.MapDelete("/{id:guid}", DeleteLabel).WithSummary("Delete a label; whatever has it loses it").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<StageView>>, ProblemHttpResult>> Pipeline(Guid workspaceId, CurrentUser user, MemberRepository members, PipelineRepository pipelines, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        return TypedResults.Ok(await Stages(workspaceId, pipelines, ct));
    }

    private static async Task<Results<Ok<Page<StageView>>, ProblemHttpResult, ValidationProblem>> ReplacePipeline(
        Guid workspaceId, PipelineDraft draft, CurrentUser user, MemberRepository members, PipelineRepository pipelines, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        var known = (await pipelines.List(workspaceId, ct)).ToDictionary(s => s.Id);
        if (draft.Stages.FirstOrDefault(s => s.Id is { } id && !known.ContainsKey(id)) is not null) return Problems.Invalid("stages", "The pipeline has no stage with this id.");
        if (draft.Stages.Where(s => s.Id is not null).GroupBy(s => s.Id).Any(same => same.Count() > 1)) return Problems.Invalid("stages", "A stage stands here twice.");
        // A stage keeps its key, and so its name in every language, until somebody gives it another name.
        var isWritten = await pipelines.Replace(workspaceId, [.. draft.Stages.Select(s =>
        {
            var before = s.Id is { } id ? known[id] : null;
            var name = s.Name.Trim();
            return new StageRow(before?.Id ?? Guid.CreateVersion7(clock.GetUtcNow()), before?.Name == name ? before.Key : null, name, s.Color.ToLowerInvariant());
        })], ct);
        return isWritten ? TypedResults.Ok(await Stages(workspaceId, pipelines, ct)) : Problems.Invalid("stages", "Two stages have the same name.");
    }

    private static async Task<Page<StageView>> Stages(Guid workspaceId, PipelineRepository pipelines, CancellationToken ct) =>
        new([.. (await pipelines.List(workspaceId, ct)).Select(s => new StageView(s.Id, s.Key, s.Name, s.Color))], null);

    private static async Task<Results<Ok<Page<LabelView>>, ProblemHttpResult>> Labels(Guid workspaceId, CurrentUser user, MemberRepository members, LabelRepository labels, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        return TypedResults.Ok(new Page<LabelView>([.. (await labels.List(workspaceId, ct)).Select(View)], null));
    }

    private static async Task<Results<Created<LabelView>, ProblemHttpResult>> AddLabel(
        Guid workspaceId, LabelDraft draft, HttpContext http, CurrentUser user, MemberRepository members, LabelRepository labels, TimeProvider clock, CancellationToken ct)
    {
        if (!await members.IsMember(user.Id, workspaceId, ct)) return Problems.From(new WorkspaceNotFound());
        var label = new LabelRow(Idempotency.NewId(http, clock), workspaceId, draft.Scope, draft.Name.Trim(), draft.Color.ToLowerInvariant());
        return await labels.Add(label, clock.GetUtcNow(), ct) ? TypedResults.Created($"/api/labels/{label.Id}", View(label)) : Problems.From(new LabelNotAdded(LabelRepository.MaxPerScope));
    }

    private static async Task<Results<Ok<LabelView>, ProblemHttpResult>> ChangeLabel(Guid id, LabelChange change, CurrentUser user, LabelRepository labels, CancellationToken ct)
    {
        if (await labels.FindFor(user.Id, id, ct) is not { } before) return Problems.From(new LabelNotFound());
        var after = before with { Name = change.Name?.Trim() ?? before.Name, Color = change.Color?.ToLowerInvariant() ?? before.Color };
        return await labels.Change(after, ct) ? TypedResults.Ok(View(after)) : Problems.From(new LabelNotAdded(LabelRepository.MaxPerScope));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteLabel(Guid id, CurrentUser user, LabelRepository labels, CancellationToken ct)
    {
        if (await labels.FindFor(user.Id, id, ct) is null) return Problems.From(new LabelNotFound());
        await labels.Delete(id, ct);
        return TypedResults.NoContent();
    }

    private static LabelView View(LabelRow l) => new(l.Id, l.WorkspaceId, l.Scope, l.Name, l.Color);
}

/// <param name="Key">lead, interested, customer or lost, of a stage that came with the workspace: clients show its name in their language. Null once it was renamed.</param>
internal sealed record StageView(Guid Id, string? Key, string Name, string Color);

/// <param name="Scope">conversation (a label) or contact (a tag).</param>
internal sealed record LabelView(Guid Id, Guid WorkspaceId, string Scope, string Name, string Color);

/// <param name="Color">#rrggbb.</param>
internal sealed record LabelDraft(
    [property: Required, AllowedValues("conversation", "contact")] string Scope, [property: Required, StringLength(40)] string Name,
    [property: Required, RegularExpression("^#[0-9a-fA-F]{6}$")] string Color);

/// <summary>Null keeps what is there.</summary>
internal sealed record LabelChange([property: StringLength(40, MinimumLength = 1), RegularExpression(@".*\S.*")] string? Name = null, [property: RegularExpression("^#[0-9a-fA-F]{6}$")] string? Color = null);

/// <param name="Id">Of a stage that is there; null for a new one. Stages that are left out are gone.</param>
internal sealed record StageDraft(string Name, string Color, Guid? Id = null);

internal sealed record PipelineDraft([property: MinLength(1), MaxLength(20)] IReadOnlyList<StageDraft> Stages) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Stages.Any(s => s.Name.Trim().Length is 0 or > 40)) yield return new ValidationResult("A stage has a name of 1 to 40 characters.", [nameof(Stages)]);
        if (Stages.Any(s => !System.Text.RegularExpressions.Regex.IsMatch(s.Color, "^#[0-9a-fA-F]{6}$"))) yield return new ValidationResult("A colour looks like #2f6fed.", [nameof(Stages)]);
    }
}

internal sealed record LabelNotFound : DomainError
{
    public override string Code => "label-not-found";
    public override string Detail => "There is no such label.";
}

internal sealed record LabelNotAdded(int Limit) : DomainError
{
    public override string Code => "label-not-added";
    public override string Detail => $"There is a label with this name already, or there are {Limit} of them.";
}
