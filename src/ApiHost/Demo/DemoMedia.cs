using SkiaSharp;
using SocialSelling.Publishing;

namespace SocialSelling.Demo;

/// <summary>Pictures for demo posts, painted on the spot, and stored as an upload would be.</summary>
internal sealed class DemoMedia(MediaIntake intake, MediaRepository media)
{
    private const int Side = 1080;
    private static readonly SKColor[][] Palettes =
    [
        [new(0xF3, 0xE9, 0xDC), new(0xC0, 0x85, 0x52), new(0x5E, 0x30, 0x23), new(0x89, 0x57, 0x37), new(0xE4, 0xD3, 0xBE)],
        [new(0xE9, 0xF5, 0xE1), new(0xE7, 0x6F, 0x51), new(0x38, 0x66, 0x41), new(0xF4, 0xA2, 0x61), new(0x6A, 0x99, 0x4E)],
        [new(0xFB, 0xEA, 0xEB), new(0xB2, 0x3A, 0x48), new(0x46, 0x1A, 0x2C), new(0xDA, 0x7F, 0x8F), new(0x8C, 0x2F, 0x4B)],
    ];

    /// <summary>The picture with this id, made when it is not there yet.</summary>
    public async Task<string> Ensure(Guid id, Guid workspaceId, Guid userId, string name, DemoMotif motif, int number, CancellationToken ct)
    {
        if (await media.FindFor(userId, id, ct) is { } earlier) return earlier.StorageKey;
        using var painted = new MemoryStream(Paint(motif, number), writable: false);
        return (await intake.Take(painted, name + ".jpg", "image/jpeg", new MediaOwner(id, workspaceId, userId), ct)).Get().Row.StorageKey;
    }

    private static byte[] Paint(DemoMotif motif, int number)
    {
        var colors = Palettes[(int)motif];
        using var bitmap = new SKBitmap(Side, Side);
        using var canvas = new SKCanvas(bitmap);
        using var light = SKShader.CreateLinearGradient(new SKPoint(0, 0), new SKPoint(Side, Side), [SKColors.White, colors[0], colors[4]], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { IsAntialias = true, Shader = light };
        canvas.DrawRect(0, 0, Side, Side, paint);
        paint.Shader = null;
        var random = new Random(number * 7 + (int)motif);
        for (var thing = 0; thing < 5; thing++)
        {
            var (x, y, size) = (170 + thing * 185 + random.Next(-30, 30), 640 + random.Next(-60, 120), 120 + random.Next(70));
            paint.Color = colors[1 + (thing + number) % 4];
            switch (motif)
            {
                case DemoMotif.Bowls: Bowl(canvas, paint, x, y, size); break;
                case DemoMotif.Fruit: Fruit(canvas, paint, x, y, size, colors[2]); break;
                default: Cloth(canvas, paint, x, y, size); break;
            }
        }
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return jpeg.ToArray();
    }

    private static void Bowl(SKCanvas canvas, SKPaint paint, float x, float y, float size)
    {
        Shadow(canvas, x, y + size * 0.95f, size);
        canvas.DrawArc(new SKRect(x - size, y - size, x + size, y + size), 0, 180, useCenter: true, paint);
        using var inside = new SKPaint { IsAntialias = true, Color = new SKColor(0, 0, 0, 60) };
        canvas.DrawOval(x, y, size, size * 0.28f, paint);
        canvas.DrawOval(x, y, size * 0.92f, size * 0.22f, inside);
    }

    private static void Fruit(SKCanvas canvas, SKPaint paint, float x, float y, float size, SKColor leaf)
    {
        Shadow(canvas, x, y + size * 0.95f, size);
        using var skin = SKShader.CreateRadialGradient(new SKPoint(x - size * 0.35f, y - size * 0.35f), size * 1.5f, [SKColors.White.WithAlpha(190), paint.Color, paint.Color], [0, 0.35f, 1], SKShaderTileMode.Clamp);
        using var round = new SKPaint { IsAntialias = true, Shader = skin };
        canvas.DrawCircle(x, y, size, paint);
        canvas.DrawCircle(x, y, size, round);
        using var green = new SKPaint { IsAntialias = true, Color = leaf };
        canvas.DrawOval(x + size * 0.25f, y - size, size * 0.4f, size * 0.16f, green);
    }

    /// <summary>A length of cloth, hanging in folds.</summary>
    private static void Cloth(SKCanvas canvas, SKPaint paint, float x, float y, float size)
    {
        using var fall = SKShader.CreateLinearGradient(new SKPoint(x - size * 0.7f, 0), new SKPoint(x + size * 0.7f, 0),
            [paint.Color, SKColors.White.WithAlpha(120), paint.Color, SKColors.Black.WithAlpha(70), paint.Color], SKShaderTileMode.Mirror);
        using var folds = new SKPaint { IsAntialias = true, Shader = fall };
        var hem = new SKRect(x - size * 0.75f, 0, x + size * 0.75f, y + size);
        canvas.DrawRoundRect(hem, 24, 24, paint);
        canvas.DrawRoundRect(hem, 24, 24, folds);
    }

    private static void Shadow(SKCanvas canvas, float x, float y, float size)
    {
        using var soft = new SKPaint { IsAntialias = true, Color = new SKColor(0, 0, 0, 45), MaskFilter = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 18) };
        canvas.DrawOval(x, y, size * 0.95f, size * 0.18f, soft);
    }
}
