using SkiaSharp;

namespace SocialSelling.Sandbox;

/// <summary>Profile pictures: a person on two colours, the same every time. JPEG, as Meta's are.</summary>
internal static class Faces
{
    private const int Side = 160;

    public static byte[] Of(string username)
    {
        var hue = username.Aggregate(7, (h, c) => (h * 31 + c) % 360);
        using var bitmap = new SKBitmap(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var ground = new SKPaint();
        ground.Shader = SKShader.CreateLinearGradient(new SKPoint(0, 0), new SKPoint(Side, Side), [SKColor.FromHsl(hue, 72, 66), SKColor.FromHsl((hue + 50) % 360, 70, 42)], SKShaderTileMode.Clamp);
        canvas.DrawPaint(ground);
        using var person = new SKPaint();
        (person.Color, person.IsAntialias) = (SKColors.White.WithAlpha(225), true);
        canvas.DrawCircle(Side * 0.5f, Side * 0.4f, Side * 0.17f, person);
        canvas.DrawOval(Side * 0.5f, Side * 0.92f, Side * 0.33f, Side * 0.3f, person);
        canvas.Flush();
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 88);
        return jpeg.ToArray();
    }
}
