namespace SocialSelling.Publishing;

/// <summary>How a picture is brought into another shape. Sizes are pixels.</summary>
/// <param name="Crop">What is taken of the picture.</param>
/// <param name="Canvas">The size of the result.</param>
/// <param name="Place">Where on the canvas it goes; the rest is background.</param>
internal sealed record Frame(Box Crop, Size Canvas, Box Place);

internal readonly record struct Size(int Width, int Height)
{
    public double Aspect => (double)Width / Height;
}

internal readonly record struct Box(double X, double Y, double Width, double Height);

/// <summary>Shapes and sizes that Instagram takes. Pure.</summary>
/// <remarks>Source: Meta, "IG User Media": 4:5 to 1.91:1, at most 1440 pixels wide; stories and reels are 9:16.</remarks>
internal static class Framing
{
    public const double Narrowest = 0.8, Widest = 1.91;
    private const int Side = 1440;

    /// <summary>Of a picture that only a story can show.</summary>
    private const int StoryWidth = 1080, StoryHeight = 1920;

    /// <summary>No side of what goes out is longer.</summary>
    public const int Longest = StoryHeight;

    /// <summary>The size in which a picture goes out: at most 1440 on its longer side; where it is so narrow that only a story shows it, 1080 × 1920. Nothing grows.</summary>
    public static Size Published(Size picture) => Scale(picture, Math.Max(Fit(picture, Side, Side), Fit(picture, StoryWidth, StoryHeight)));

    /// <summary>At most <paramref name="side"/> on its longer side. Nothing grows.</summary>
    public static Size Within(Size picture, int side) => Scale(picture, Fit(picture, side, side));

    /// <returns>The shape asked for by name; by default the nearest that a feed takes. Null when there is none of that name.</returns>
    public static double? Ratio(string? name, Size picture) => name switch
    {
        null or "nearest" => Math.Clamp(picture.Aspect, Narrowest, Widest),
        "4:5" => Narrowest,
        "1:1" => 1,
        "1.91:1" => Widest,
        "9:16" => 9d / 16,
        _ => null,
    };

    /// <summary>Whether a picture has this shape, to the pixel.</summary>
    public static bool Has(Size picture, double ratio) => Math.Abs(picture.Width - picture.Height * ratio) < 1 || Math.Abs(picture.Height - picture.Width / ratio) < 1;

    /// <summary>Takes the largest part in that shape.</summary>
    /// <param name="focusX">Where the part lies: 0 is left, 1 is right.</param>
    /// <param name="focusY">0 is the top, 1 the bottom.</param>
    public static Frame Crop(Size picture, double ratio, double focusX, double focusY)
    {
        var (width, height) = picture.Aspect > ratio ? (picture.Height * ratio, (double)picture.Height) : (picture.Width, picture.Width / ratio);
        var canvas = Published(Whole(width, height, ratio));
        return new Frame(new Box((picture.Width - width) * focusX, (picture.Height - height) * focusY, width, height), canvas, new Box(0, 0, canvas.Width, canvas.Height));
    }

    /// <summary>Puts the whole picture in the middle of the smallest canvas of that shape.</summary>
    public static Frame Pad(Size picture, double ratio)
    {
        var (width, height) = picture.Aspect > ratio ? (picture.Width, picture.Width / ratio) : (picture.Height * ratio, (double)picture.Height);
        var canvas = Published(Whole(width, height, ratio));
        var scale = Math.Min(canvas.Width / width, canvas.Height / height);
        var (shownWidth, shownHeight) = (picture.Width * scale, picture.Height * scale);
        return new Frame(new Box(0, 0, picture.Width, picture.Height), canvas, new Box((canvas.Width - shownWidth) / 2, (canvas.Height - shownHeight) / 2, shownWidth, shownHeight));
    }

    /// <summary>Whole pixels, on the side of the limits that Instagram takes: it refuses what is a hair too wide or too narrow.</summary>
    private static Size Whole(double width, double height, double ratio)
    {
        var (w, h) = (Math.Max(1, (int)Math.Round(width)), Math.Max(1, (int)Math.Round(height)));
        return ratio >= 1 ? new(Math.Max(1, (int)(h * ratio)), h) : new(w, Math.Max(1, (int)(w / ratio)));
    }

    private static double Fit(Size picture, int width, int height) => Math.Min(1, Math.Min((double)width / picture.Width, (double)height / picture.Height));

    private static Size Scale(Size picture, double scale) => new(Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
}
