using SkiaSharp;

namespace SocialSelling.Publishing;

/// <summary>What became of a picture: files in a spool folder, all of them upright JPEGs in sRGB without metadata.</summary>
/// <param name="Published">What Instagram gets.</param>
/// <param name="Source">What variants are cut from; null when <paramref name="Published"/> is all there is.</param>
internal sealed record PictureFiles(Size Size, string Published, string? Source, string Preview, string Thumbnail);

/// <summary>Turns pictures into such that Instagram accepts. Costs a core and up to some hundred megabytes while it works: see <see cref="MediaPreparation"/>, which lets few in at once.</summary>
/// <remarks>Source: Meta, "IG User Media": images must be JPEG of at most 8 MB in sRGB.</remarks>
internal static class Pictures
{
    public const int MaxBytes = 8 * 1024 * 1024;
    private const int SourceSide = 2880, PreviewSide = 800, ThumbnailSide = 320;

    /// <summary>
    /// What decoding may cost: a JPEG that comes line by line is made smaller while it is read. All others are held whole: four bytes for each pixel of a PNG, up to six for each of a JPEG
    /// that comes in passes.
    /// </summary>
    private const long MaxPixels = 100_000_000, MaxPixelsAtOnce = 16_000_000;
    private const int MaxSide = 20_000, MaxLengthwise = 20;
    private static readonly int[] Qualities = [92, 85, 75, 60];
    private static readonly SKColorSpace Srgb = SKColorSpace.CreateSrgb();

    /// <summary>Re-drawing drops EXIF (places, devices) and whatever hides behind the picture, turns it upright, and puts transparency on white: JPEG has none.</summary>
    public static Result<PictureFiles> Prepare(string path, SpoolFolder folder)
    {
        var opened = Open(path);
        if (opened.Error is { } refusal) return refusal;
        using var source = opened.Get();

        var size = new Size(source.Width, source.Height);
        var published = Framing.Published(size);
        using var small = Redraw(source, published);
        var files = new PictureFiles(
            published, folder.File("published.jpg"), size == published ? null : folder.File("source.jpg"), folder.File("preview.jpg"), folder.File("thumbnail.jpg"));
        if (files.Source is { } large) Encode(source, large);
        Encode(small, files.Published);
        Thumbnails(small, files.Preview, files.Thumbnail);
        return files;
    }

    /// <summary>A picture in another shape, from one of our own.</summary>
    public static Result<PictureFiles> Reshape(string path, Func<Size, Frame> decide, string background, SpoolFolder folder)
    {
        var opened = Open(path);
        if (opened.Error is { } refusal) return refusal;
        using var source = opened.Get();

        var frame = decide(new Size(source.Width, source.Height));
        using var shaped = Redraw(source, frame, SKColor.Parse(background));
        var files = new PictureFiles(frame.Canvas, folder.File("published.jpg"), null, folder.File("preview.jpg"), folder.File("thumbnail.jpg"));
        Encode(shaped, files.Published);
        Thumbnails(shaped, files.Preview, files.Thumbnail);
        return files;
    }

    private static void Thumbnails(SKBitmap picture, string preview, string thumbnail)
    {
        var size = new Size(picture.Width, picture.Height);
        using var medium = Redraw(picture, Framing.Within(size, PreviewSide));
        Encode(medium, preview);
        using var small = Redraw(medium, Framing.Within(size, ThumbnailSide));
        Encode(small, thumbnail);
    }

    /// <summary>Decodes, upright and in sRGB, at no more than is kept of it.</summary>
    private static Result<SKBitmap> Open(string path)
    {
        using var codec = SKCodec.Create(path);
        if (codec is null) return new InvalidMedia("The picture cannot be read: it is damaged.");
        var full = new Size(codec.Info.Width, codec.Info.Height);
        if (SizeProblem(full, byLines: codec.EncodedFormat == SKEncodedImageFormat.Jpeg && !JpegHeader.ComesInPasses(path)) is { } problem) return new InvalidMedia(problem);

        // Some codecs only know steps: more than is kept costs memory, less than goes out is never taken.
        var near = codec.GetScaledDimensions((float)Framing.Within(full, SourceSide).Width / full.Width);
        if (Math.Max(near.Width, near.Height) < Math.Min(Framing.Longest, Math.Max(full.Width, full.Height))) near = codec.GetScaledDimensions(Math.Min(1, 1.3f * SourceSide / Math.Max(full.Width, full.Height)));
        var opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        var decoded = new SKBitmap(new SKImageInfo(near.Width, near.Height, SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Premul, Srgb));
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) != SKCodecResult.Success)
        {
            decoded.Dispose();
            return new InvalidMedia("The picture cannot be read to its end: it is damaged or cut off.");
        }
        // Most photographs are what they should be already: a second copy would be half of what they cost.
        if (opaque && codec.EncodedOrigin is SKEncodedOrigin.TopLeft && Math.Max(near.Width, near.Height) <= SourceSide) return decoded;
        using (decoded) return Upright(decoded, codec.EncodedOrigin);
    }

    private static string? SizeProblem(Size size, bool byLines) =>
        Math.Max(size.Width, size.Height) is > MaxSide and var longest ? $"The picture is {longest:N0} pixels long; up to {MaxSide:N0} are taken."
        : (long)size.Width * size.Height is var pixels && byLines && pixels > MaxPixels ? $"The picture has {pixels / 1_000_000} million pixels, which is too many: up to {MaxPixels / 1_000_000} are taken."
        : pixels > MaxPixelsAtOnce && !byLines
            ? $"The picture has {pixels / 1_000_000} million pixels, which is too many: up to {MaxPixelsAtOnce / 1_000_000} are taken of a PNG, a WebP, or a JPEG that is not baseline. Save it as a baseline JPEG."
        : size.Aspect is > MaxLengthwise or < 1d / MaxLengthwise ? $"The picture is more than {MaxLengthwise} times as long as it is wide."
        : null;

    private static SKBitmap Upright(SKBitmap decoded, SKEncodedOrigin origin)
    {
        var turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var size = turned ? new Size(decoded.Height, decoded.Width) : new Size(decoded.Width, decoded.Height);
        var target = Framing.Within(size, SourceSide);
        return Draw(target, SKColors.White, canvas =>
        {
            canvas.Scale((float)target.Width / size.Width, (float)target.Height / size.Height);
            canvas.Concat(Orientation(origin, size.Width, size.Height));
            Paint(canvas, decoded, new SKRect(0, 0, decoded.Width, decoded.Height), new SKRect(0, 0, decoded.Width, decoded.Height), (double)target.Width / size.Width);
        });
    }

    private static SKBitmap Redraw(SKBitmap source, Size size) =>
        Redraw(source, new Frame(new Box(0, 0, source.Width, source.Height), size, new Box(0, 0, size.Width, size.Height)), SKColors.White);

    private static SKBitmap Redraw(SKBitmap source, Frame frame, SKColor background) => Draw(frame.Canvas, background, canvas => Paint(canvas, source, Rect(frame.Crop), Rect(frame.Place), frame.Place.Width / frame.Crop.Width));

    private static SKBitmap Draw(Size size, SKColor background, Action<SKCanvas> paint)
    {
        var target = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, Srgb));
        using var canvas = new SKCanvas(target);
        canvas.Clear(background);
        paint(canvas);
        canvas.Flush();
        return target;
    }

    /// <param name="scale">Of what is shown to what is there. Down to a half, four neighbours are enough for each pixel; below, smaller copies are made first, for a third of the memory again.</param>
    private static void Paint(SKCanvas canvas, SKBitmap source, SKRect from, SKRect to, double scale)
    {
        source.SetImmutable();
        using var image = SKImage.FromBitmap(source);
        canvas.DrawImage(image, from, to, new SKSamplingOptions(SKFilterMode.Linear, scale < 0.5 ? SKMipmapMode.Linear : SKMipmapMode.None));
    }

    private static SKRect Rect(Box box) => new((float)box.X, (float)box.Y, (float)(box.X + box.Width), (float)(box.Y + box.Height));

    private static SKMatrix Orientation(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    /// <summary>In the best quality that stays below Instagram's 8 MB; at these sizes the last always does.</summary>
    private static void Encode(SKBitmap bitmap, string path)
    {
        foreach (var quality in Qualities)
        {
            // Into memory, and then to disk: what fails while the library itself writes ends the process.
            using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
            if (jpeg.Size > MaxBytes && quality != Qualities[^1]) continue;
            Save(jpeg, path);
            return;
        }
    }

    private static void Save(SKData jpeg, string path)
    {
        try
        {
            using var file = File.Create(path);
            jpeg.SaveTo(file);
        }
        catch (IOException e)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }
}
