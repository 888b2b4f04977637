using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

internal static class MediaVariantEndpoints
{
    public static void MapMediaVariants(this IEndpointRouteBuilder api) =>
        api.MapPost("/media/{id:guid}/variants", Add).WithTags("media").Needs(Permission.ContentRead, Permission.ContentWrite, Permission.MessagesWrite)
            .WithSummary("A picture in another shape, as a media file that a post can name: 201 when it is new, 200 when it was there").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);

    private static async Task<Results<Created<MediaView>, Ok<MediaView>, ProblemHttpResult>> Add(
        Guid id, VariantDraft wish, CurrentUser user, MediaRepository media, MediaVariants variants, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await media.FindFor(user.Id, id, ct) is not { } picture) return Problems.From(new MediaNotFound());
        var made = await variants.Make(picture, wish, user.Id, ct);
        if (made.Error is { } error) return Problems.From(error);
        var (row, isNew) = made.Get();
        return isNew ? TypedResults.Created($"/api/media/{row.Id}", row.ToView(urls)) : TypedResults.Ok(row.ToView(urls));
    }
}

internal enum MediaFit { Pad, Crop }

/// <param name="Fit">pad keeps the whole picture and fills up; crop takes its largest part in that shape.</param>
/// <param name="Ratio">Width to height. nearest, also when missing, is the nearest shape between 4:5 and 1.91:1, which are the limits of a feed.</param>
/// <param name="Background">What pad fills up with, as #rrggbb; white when missing.</param>
/// <param name="FocusX">Which part crop takes: 0 is the left, 1 the right, 0.5 when missing.</param>
/// <param name="FocusY">0 is the top, 1 the bottom, 0.5 when missing.</param>
internal sealed record VariantDraft(
    [property: Required] MediaFit Fit,
    [property: AllowedValues(null, "nearest", "4:5", "1:1", "1.91:1", "9:16")] string? Ratio = null,
    [property: RegularExpression("^#[0-9A-Fa-f]{6}$")] string? Background = null,
    [property: Range(0d, 1d)] double? FocusX = null,
    [property: Range(0d, 1d)] double? FocusY = null)
{
    public const string White = "#ffffff";
}
