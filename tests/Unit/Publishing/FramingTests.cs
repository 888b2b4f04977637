using FsCheck;
using FsCheck.Xunit;

namespace SocialSelling.Publishing;

public sealed class FramingTests
{
    private static readonly string[] Ratios = ["nearest", "4:5", "1:1", "1.91:1"];

    [Property(MaxTest = 2_000)]
    public bool Whatever_is_cut_or_padded_for_a_feed_Instagram_takes(PositiveInt width, PositiveInt height, byte which, bool crop)
    {
        var picture = new Size(width.Get % 4000 + 20, height.Get % 4000 + 20);
        var ratio = Framing.Ratio(Ratios[which % Ratios.Length], picture)!.Value;

        var canvas = (crop ? Framing.Crop(picture, ratio, 0.3, 0.7) : Framing.Pad(picture, ratio)).Canvas;

        // One pixel of rounding is more of a small picture.
        var slack = 1.5 / Math.Min(canvas.Width, canvas.Height);
        return canvas.Aspect >= Framing.Narrowest - slack && canvas.Aspect <= Framing.Widest + slack && Math.Max(canvas.Width, canvas.Height) <= 1440;
    }

    [Property(MaxTest = 2_000)]
    public bool What_is_taken_lies_inside_the_picture_and_keeps_its_proportions(PositiveInt width, PositiveInt height, byte which, byte x, byte y)
    {
        var picture = new Size(width.Get % 4000 + 100, height.Get % 4000 + 100);
        var ratio = Framing.Ratio(Ratios[which % Ratios.Length], picture)!.Value;

        var (crop, canvas, place) = Framing.Crop(picture, ratio, x / 255d, y / 255d);

        return crop.X >= -0.001 && crop.Y >= -0.001 && crop.X + crop.Width <= picture.Width + 0.001 && crop.Y + crop.Height <= picture.Height + 0.001
            && place == new Box(0, 0, canvas.Width, canvas.Height) && Math.Abs(crop.Width / crop.Height - canvas.Aspect) < 0.05;
    }

    [Property(MaxTest = 2_000)]
    public bool Padding_shows_the_whole_picture_undistorted(PositiveInt width, PositiveInt height, byte which)
    {
        var picture = new Size(width.Get % 4000 + 100, height.Get % 4000 + 100);
        var ratio = Framing.Ratio(Ratios[which % Ratios.Length], picture)!.Value;

        var (crop, canvas, place) = Framing.Pad(picture, ratio);

        return crop == new Box(0, 0, picture.Width, picture.Height) && place.X >= -0.001 && place.Y >= -0.001 && place.X + place.Width <= canvas.Width + 0.001
            && place.Y + place.Height <= canvas.Height + 0.001 && Math.Abs(place.Width / place.Height - picture.Aspect) < 0.001 * picture.Aspect;
    }

    [Theory]
    [InlineData(3000, 2000, 1440, 960)]
    [InlineData(2000, 2500, 1152, 1440)]
    [InlineData(3000, 4000, 1080, 1440)]
    [InlineData(1080, 1920, 1080, 1920)]
    [InlineData(640, 640, 640, 640)]
    public void A_picture_goes_out_at_the_size_that_Instagram_shows(int width, int height, int shownWidth, int shownHeight) =>
        Assert.Equal(new Size(shownWidth, shownHeight), Framing.Published(new Size(width, height)));

    [Fact]
    public void Nearest_leaves_a_picture_that_fits_as_it_is()
    {
        var picture = new Size(1080, 1080);

        Assert.True(Framing.Has(picture, Framing.Ratio(null, picture)!.Value));
        Assert.False(Framing.Has(new Size(1080, 1920), Framing.Ratio(null, new Size(1080, 1920))!.Value));
    }
}
