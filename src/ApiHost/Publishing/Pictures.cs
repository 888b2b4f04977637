using SkiaSharp;

namespace SocialSelling.Publishing;

/// <summary>A picture as Instagram takes it: an upright JPEG without metadata, and a small one for lists.</summary>
internal sealed record Picture(byte[] Jpeg, int Width, int Height, byte[] Thumbnail);

/// <summary>Turns uploads into pictures that Instagram accepts. Pure.</summary>
/// <remarks>Source: Meta, "IG User Media": images must be JPEG of at most 8 MB; wider than 1440 pixels are scaled down there.</remarks>
internal static class Pictures
{
    public const int MaxBytes = 8 * 1024 * 1024;
    private const int MaxWidth = 1440;
    private const int ThumbnailSide = 320;
    /// <summary>What decoding may cost: 80 megapixels are 320 MB of memory.</summary>
    private const long MaxPixels = 80_000_000;

    /// <summary>The type that the first bytes show; null when it is none that can be read.</summary>
    public static string? Sniff(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };

    /// <returns>Null when the bytes cannot be decoded, or hold more pixels than is reasonable.</returns>
    public static Picture? Convert(byte[] upload)
    {
        using var data = SKData.CreateCopy(upload);
        using var codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height > MaxPixels) return null;
        using var decoded = SKBitmap.Decode(codec);
        if (decoded is null) return null;

        using var upright = Draw(decoded, codec.EncodedOrigin, MaxWidth);
        using var small = Draw(upright, SKEncodedOrigin.TopLeft, ThumbnailSide);
        return Encode(upright) is { } jpeg ? new Picture(jpeg, upright.Width, upright.Height, Encode(small)!) : null;
    }

    /// <summary>Re-drawing drops EXIF (places, devices), applies its orientation, and puts transparency on white: JPEG has none.</summary>
    private static SKBitmap Draw(SKBitmap source, SKEncodedOrigin origin, int maxWidth)
    {
        var turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = turned ? (source.Height, source.Width) : (source.Width, source.Height);
        var scale = Math.Min(1f, (float)maxWidth / width);
        var target = new SKBitmap(Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(target);
        canvas.Clear(SKColors.White);
        canvas.Scale((float)target.Width / width, (float)target.Height / height);
        canvas.Concat(Orientation(origin, width, height));
        using var image = SKImage.FromBitmap(source);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        canvas.Flush();
        return target;
    }

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

    private static byte[]? Encode(SKBitmap bitmap)
    {
        foreach (var quality in (int[])[92, 80, 60])
        {
            using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
            if (jpeg.Size <= MaxBytes) return jpeg.ToArray();
        }
        return null;
    }
}
