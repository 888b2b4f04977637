using System.Security.Cryptography;
using SkiaSharp;
using SocialSelling.Publishing;

namespace SocialSelling.Demo;

/// <summary>Pictures for demo posts, drawn on the spot, and stored as an upload would be.</summary>
internal sealed class DemoMedia(IMediaStore store, MediaRepository media, TimeProvider clock)
{
    private const int Side = 1080;
    private static readonly (SKColor From, SKColor To, SKColor Accent)[] Moods =
    [
        (new(0xF6, 0xE7, 0xD8), new(0xC9, 0x7B, 0x63), new(0x5B, 0x3A, 0x29)), (new(0xDF, 0xEE, 0xE3), new(0x4F, 0x8A, 0x6B), new(0xF2, 0xB1, 0x34)),
        (new(0xFB, 0xE4, 0xEA), new(0xB8, 0x4A, 0x6B), new(0x3D, 0x1F, 0x2E)), (new(0xE3, 0xE9, 0xF5), new(0x4C, 0x63, 0x9E), new(0xF3, 0xC6, 0x6B)),
    ];

    public async Task<string> Add(Guid workspaceId, Guid userId, int number, CancellationToken ct)
    {
        var picture = Pictures.Convert(Draw(number))!;
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var row = new MediaRow(
            id, workspaceId, userId, $"demo-{number + 1}.jpg", "image", "image/jpeg", picture.Jpeg.Length, picture.Width, picture.Height, null, $"{workspaceId:N}/{id:N}.jpg",
            $"{workspaceId:N}/{id:N}.small.jpg", clock.GetUtcNow());
        await store.Put(row.StorageKey, picture.Jpeg, row.MimeType, ct);
        await store.Put(row.ThumbnailKey!, picture.Thumbnail, row.MimeType, ct);
        await media.Add(row, SHA256.HashData(picture.Jpeg), ct);
        return row.StorageKey;
    }

    private static byte[] Draw(int number)
    {
        var mood = Moods[number % Moods.Length];
        using var bitmap = new SKBitmap(Side, Side);
        using var canvas = new SKCanvas(bitmap);
        using var wash = SKShader.CreateLinearGradient(new SKPoint(0, 0), new SKPoint(Side, Side), [mood.From, mood.To], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { IsAntialias = true, Shader = wash };
        canvas.DrawRect(0, 0, Side, Side, paint);
        paint.Shader = null;
        for (var ring = 0; ring < 5; ring++)
        {
            paint.Color = (ring % 2 == 0 ? mood.Accent : mood.From).WithAlpha((byte)(200 - ring * 25));
            canvas.DrawCircle(540 + 60 * (number % 3 - 1), 600 - ring * 45, 360 - ring * 65, paint);
        }
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
