using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using SkiaSharp;

namespace SocialSelling.Publishing;

/// <summary>Files to upload, good and bad ones.</summary>
internal static class Samples
{
    public static byte[] Picture(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg, SKColor? color = null)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(color ?? SKColors.MediumPurple);
        return bitmap.Encode(format, 90).ToArray();
    }

    /// <summary>Left half red, right half blue.</summary>
    public static SKBitmap TwoHalves(int width, int height)
    {
        var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Red);
        using var blue = new SKPaint { Color = SKColors.Blue };
        canvas.DrawRect(width / 2f, 0, width / 2f, height, blue);
        return bitmap;
    }

    /// <summary>A JPEG as a phone makes it: lying on its side, with where and by whom it was taken.</summary>
    public static byte[] FromPhone(int width, int height)
    {
        using var bitmap = TwoHalves(width, height);
        var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
        // Orientation 6: turned a quarter to the right when shown. And ImageDescription, which could be a place.
        byte[] place = [.. "19.4326N 99.1332W Ana"u8, 0];
        byte[] tiff =
        [
            .. "MM\0*"u8, 0, 0, 0, 8, 0, 2,
            0x01, 0x0E, 0, 2, 0, 0, 0, (byte)place.Length, 0, 0, 0, 38,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0,
            0, 0, 0, 0, .. place,
        ];
        byte[] exif = [.. "Exif\0\0"u8, .. tiff];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(exif.Length + 2));
        return [0xFF, 0xD8, 0xFF, 0xE1, .. length, .. exif, .. jpeg[2..]];
    }

    /// <summary>A PNG of a few bytes that says it is enormous.</summary>
    public static byte[] Bomb(int width, int height)
    {
        var png = Picture(1, 1, SKEncodedImageFormat.Png);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), System.IO.Hashing.Crc32.HashToUInt32(png.AsSpan(12, 17)));
        return png;
    }

    /// <summary>An MP4 with a picture track, a place in its metadata, and content; without anything that could be played.</summary>
    public static byte[] Mp4(bool picture = true, string brand = "isom") =>
    [
        .. Box("ftyp", Encoding.ASCII.GetBytes(brand + "\0\0\0\0isommp42")),
        .. Box("moov", [.. Box("trak", Box("mdia", Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(picture ? "vide" : "soun"), .. new byte[13]]))), .. Box("udta", "+19.4326-099.1332/"u8)]),
        .. Box("mdat", new byte[4096]),
    ];

    public static byte[] Wav(int seconds = 1)
    {
        var samples = new byte[8_000 * seconds];
        var head = new byte[44];
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), 36 + samples.Length);
        "WAVEfmt "u8.CopyTo(head.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(24), 8_000);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(28), 8_000);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(34), 8);
        "data"u8.CopyTo(head.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(40), samples.Length);
        return [.. head, .. samples];
    }

    /// <summary>Whether this machine can make real videos; CI's has to.</summary>
    public static bool HasFfmpeg => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "ffmpeg")));

    /// <summary>What ffmpeg makes of a test picture and a tone.</summary>
    public static async Task<byte[]> Recorded(string ending, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("ssell-sample");
        try
        {
            var path = Path.Combine(folder.FullName, "sample" + ending);
            using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments, path]))!;
            await ffmpeg.WaitForExitAsync();
            Assert.Equal(0, ffmpeg.ExitCode);
            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Two seconds of H.264 and AAC, with a place in its metadata and the table of contents last.</summary>
    public static Task<byte[]> Video(int width = 320, int height = 240, string ending = ".mp4") => Recorded(
        ending, "-f", "lavfi", "-i", $"testsrc=duration=2:size={width}x{height}:rate=30", "-f", "lavfi", "-i", "sine=duration=2", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac",
        "-metadata", "location=+19.4326-099.1332/", "-metadata", "artist=Ana");

    /// <summary>The same video, to be turned a quarter to the right when it is shown.</summary>
    public static byte[] Turned(byte[] mp4)
    {
        var matrix = mp4.AsSpan(mp4.AsSpan().IndexOf("tkhd"u8) + 44, 36);
        int[] quarter = [0, 0x10000, 0, -0x10000, 0, 0, 240 << 16, 0, 0x40000000];
        for (var i = 0; i < quarter.Length; i++) BinaryPrimitives.WriteInt32BigEndian(matrix[(i * 4)..], quarter[i]);
        return mp4;
    }

    public static async Task<HttpResponseMessage> Upload(this HttpClient browser, byte[] bytes, string fileName, string type, string path = "/api/media")
    {
        using var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        // By hand: a client that means harm does not encode names.
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{fileName}\"");
        using var form = new MultipartContent("form-data") { file };
        return await browser.PostAsync(path, form);
    }

    private static byte[] Box(string type, ReadOnlySpan<byte> content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(type, box.AsSpan(4));
        content.CopyTo(box.AsSpan(8));
        return box;
    }
}
