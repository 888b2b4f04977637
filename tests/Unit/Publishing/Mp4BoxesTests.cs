using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Xunit;

namespace SocialSelling.Publishing;

public sealed class Mp4BoxesTests
{
    private static readonly byte[] Place = Encoding.ASCII.GetBytes("+19.4326-099.1332/");

    [Fact]
    public void What_a_file_tells_besides_picture_and_sound_is_blanked_in_place()
    {
        var before = File(moov: [.. Track("vide"), .. Track("soun", Box("udta", Place)), .. Track("meta", Place), .. Box("udta", Place), .. Box("meta", Place)], last: Box("uuid", Place));

        var (tracks, after) = Clean(before);

        Assert.Equal(new Mp4Boxes.Tracks(HasPicture: true, HasSound: true), tracks.Get());
        Assert.Equal(before.Length, after.Length);
        Assert.DoesNotContain(Encoding.Latin1.GetString(Place), Encoding.Latin1.GetString(after), StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_of_64_bits_and_boxes_to_the_end_of_the_file_are_read()
    {
        var large = new byte[16 + 100];
        BinaryPrimitives.WriteInt32BigEndian(large, 1);
        "mdat"u8.CopyTo(large.AsSpan(4));
        BinaryPrimitives.WriteInt64BigEndian(large.AsSpan(8), large.Length);
        byte[] toTheEnd = [0, 0, 0, 0, .. "mdat"u8, .. new byte[50]];

        Assert.True(Clean([.. Box("moov", Track("vide")), .. large]).Tracks.IsSuccess);
        Assert.True(Clean([.. Box("moov", Track("vide")), .. toTheEnd]).Tracks.IsSuccess);
    }

    [Property(MaxTest = 300)]
    public bool A_file_that_is_cut_off_is_refused_wherever_it_was_cut(PositiveInt at)
    {
        var whole = File(Track("vide"), []);

        return Clean(whole[..(at.Get % (whole.Length - 1) + 1)]).Tracks.Error is InvalidMedia;
    }

    [Property(MaxTest = 500)]
    public bool Whatever_bytes_come_it_ends_with_an_answer(byte[] bytes, PositiveInt at)
    {
        var broken = File([.. Track("vide"), .. Track("soun")], Box("meta", Place));
        bytes.AsSpan(0, Math.Min(bytes.Length, 20)).CopyTo(broken.AsSpan(at.Get % (broken.Length - 20)));

        var (tracks, after) = Clean(broken);

        return (tracks.IsSuccess || tracks.Error is InvalidMedia) && after.Length == broken.Length;
    }

    [Fact]
    public void A_file_of_ten_thousand_boxes_is_refused()
    {
        byte[] boxes = [.. Enumerable.Repeat(Box("free", []), 20_000).SelectMany(b => b)];

        Assert.Contains("more parts", Clean(File(Track("vide"), boxes)).Tracks.Error!.Detail, StringComparison.Ordinal);
    }

    private static (Result<Mp4Boxes.Tracks> Tracks, byte[] After) Clean(byte[] bytes)
    {
        var path = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllBytes(path, bytes);
            return (Mp4Boxes.Clean(path), System.IO.File.ReadAllBytes(path));
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static byte[] File(byte[] moov, byte[] last) => [.. Box("ftyp", "isom\0\0\0\0"u8), .. Box("moov", moov), .. Box("mdat", new byte[200]), .. last];

    private static byte[] Track(string handler, params byte[] more) => Box("trak", [.. Box("mdia", Box("hdlr", [.. new byte[8], .. Encoding.ASCII.GetBytes(handler), .. new byte[13]])), .. more]);

    private static byte[] Box(string type, ReadOnlySpan<byte> content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(type, box.AsSpan(4));
        content.CopyTo(box.AsSpan(8));
        return box;
    }
}
