using System.Globalization;
using System.Security.Cryptography;
using UUIDNext;

namespace SocialSelling.Publishing;

/// <summary>Pictures in other shapes. A variant is a media file of its own, so that a post names the one that goes out; the same wish gives the same file.</summary>
internal sealed class MediaVariants(MediaRepository media, IMediaStore store, MediaPreparation preparation, MediaIntake intake, MediaSpool spool)
{
    /// <param name="picture">The picture, or a variant of it: what is cut is always the picture.</param>
    /// <returns>And whether it is new. The picture itself when it has that shape.</returns>
    public async Task<Result<(MediaRow Row, bool IsNew)>> Make(MediaRow picture, VariantDraft wish, Guid userId, CancellationToken ct)
    {
        if (picture.VariantOf is { } of && await media.FindFor(userId, of, ct) is { } whole) picture = whole;
        if (picture.OriginalRemovedAt is not null) return new MediaOriginalRemoved(picture.FileName);
        if (picture is not { Kind: "image", Width: { } width, Height: { } height }) return new InvalidMedia("Only pictures can be brought into another shape.");
        var ratio = Framing.Ratio(wish.Ratio, new Size(width, height))!.Value;
        if (Framing.Has(new Size(width, height), ratio)) return (picture, false);

        var owner = new MediaOwner(IdOf(picture, wish, ratio), picture.WorkspaceId, userId);
        if (await media.FindFor(userId, owner.Id, ct) is { } earlier) return (earlier, false);
        if (await intake.OverQuota(picture.WorkspaceId, picture.Size, ct) is { } full) return full;
        return await Cut(picture, wish, ratio, owner, ct);
    }

    private async Task<Result<(MediaRow Row, bool IsNew)>> Cut(MediaRow picture, VariantDraft wish, double ratio, MediaOwner owner, CancellationToken ct)
    {
        using var folder = spool.New();
        if (await Fetch(picture.SourceKey ?? picture.StorageKey, folder, ct) is not { } path) return new InvalidMedia("The picture's file is not in the store any more.");
        Frame Decide(Size size) => wish.Fit == MediaFit.Crop ? Framing.Crop(size, ratio, wish.FocusX ?? 0.5, wish.FocusY ?? 0.5) : Framing.Pad(size, ratio);
        var shaped = await preparation.Reshape(path, Decide, wish.Background ?? VariantDraft.White, folder, ct);
        if (shaped.Error is { } refusal) return refusal;

        byte[] sha256;
        await using (var file = File.OpenRead(shaped.Get().Path)) sha256 = await SHA256.HashDataAsync(file, ct);
        if (await intake.Store(shaped.Get(), picture.FileName, owner, sha256, picture.Id, ct) is { } made) return (made, true);
        return await media.FindFor(owner.UserId, owner.Id, ct) is { } other ? (other, false) : new MediaNotFound();
    }

    private async Task<string?> Fetch(string key, SpoolFolder folder, CancellationToken ct)
    {
        await using var stored = await store.Open(key, ct);
        if (stored is null) return null;
        var path = folder.File("picture");
        await UploadReader.Save(stored, path, long.MaxValue, ct);
        return path;
    }

    private static Guid IdOf(MediaRow picture, VariantDraft wish, double ratio) => Uuid.NewNameBased(picture.Id, wish.Fit == MediaFit.Crop
        ? string.Create(CultureInfo.InvariantCulture, $"crop {ratio:F4} {wish.FocusX ?? 0.5:F3} {wish.FocusY ?? 0.5:F3}")
        : string.Create(CultureInfo.InvariantCulture, $"pad {ratio:F4} {(wish.Background ?? VariantDraft.White).ToLowerInvariant()}"));
}
