namespace SocialSelling.Publishing;

/// <summary>A format that the library takes. Nothing else gets in: not SVG, not HTML, nothing that a browser would run.</summary>
/// <param name="Kind">image, video or audio.</param>
/// <param name="Endings">What a file name may end in; the first is ours.</param>
/// <param name="OtherNames">How browsers and systems call it besides <paramref name="MimeType"/>.</param>
/// <param name="Demuxer">ffmpeg's name for what reads it: it is never asked to guess.</param>
internal sealed record MediaFormat(string Kind, string MimeType, string[] Endings, string[] OtherNames, string Demuxer = "")
{
    public static readonly MediaFormat
        Jpeg = new("image", "image/jpeg", [".jpg", ".jpeg", ".jpe", ".jfif"], ["image/jpg", "image/pjpeg"]),
        Png = new("image", "image/png", [".png"], []),
        Webp = new("image", "image/webp", [".webp"], []),
        Mp4 = new("video", "video/mp4", [".mp4", ".m4v"], ["video/x-m4v"], "mov"),
        QuickTime = new("video", "video/quicktime", [".mov", ".qt"], [], "mov"),
        M4a = new("audio", "audio/mp4", [".m4a", ".mp4"], ["audio/x-m4a", "audio/m4a", "audio/aac"], "mov"),
        Aac = new("audio", "audio/aac", [".aac"], ["audio/x-aac", "audio/aacp", "audio/x-hx-aac-adts", "audio/vnd.dlna.adts"], "aac"),
        Wav = new("audio", "audio/wav", [".wav", ".wave"], ["audio/x-wav", "audio/wave", "audio/vnd.wave"], "wav"),
        Mp3 = new("audio", "audio/mpeg", [".mp3"], ["audio/mp3", "audio/x-mp3"], "mp3"),
        Ogg = new("audio", "audio/ogg", [".ogg", ".oga", ".opus"], ["audio/opus", "application/ogg"], "ogg");

    private static readonly MediaFormat[] All = [Jpeg, Png, Webp, Mp4, QuickTime, M4a, Aac, Wav, Mp3, Ogg];

    /// <summary>How many bytes <see cref="Sniff"/> wants to see.</summary>
    public const int HeadLength = 16;
    public const string Accepted = "JPEG, PNG and WebP pictures, MP4 and MOV videos, and M4A, AAC, WAV, MP3 and OGG recordings";

    public string Ending => Endings[0];

    /// <summary>Whether it is MP4 or what MP4 came from: boxes within boxes.</summary>
    public bool HasBoxes => Demuxer == "mov";

    /// <summary>What the first bytes show. Several, where the container alone does not tell a video from a recording.</summary>
    public static MediaFormat[] Sniff(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => [Jpeg],
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => [Png],
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => [Webp],
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => [Wav],
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] when brand.Length >= 4 => Brand(brand[..4]),
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => [Ogg],
        [(byte)'I', (byte)'D', (byte)'3', ..] => [Mp3],
        // An MPEG frame begins with eleven ones. Layer bits of 0 mean ADTS, which is AAC; layer III is MP3.
        [0xFF, var second, ..] when (second & 0xF6) == 0xF0 => [Aac],
        [0xFF, var second, ..] when (second & 0xE6) == 0xE2 => [Mp3],
        _ => [],
    };

    /// <summary>The one format in which the bytes, the name's ending and the declared type agree.</summary>
    /// <returns>What does not agree, when something does not.</returns>
    public static Result<MediaFormat> Agree(ReadOnlySpan<byte> head, string fileName, string declared)
    {
        if (Sniff(head) is not { Length: > 0 } real) return new MediaUnsupported($"This is no file that can be used here. {Accepted} can be uploaded.");
        if (Array.FindAll(real, f => f.IsCalled(declared)) is not { Length: > 0 } called)
            return new MediaUnsupported($"The file is {real[0].MimeType}, but its declared type is {declared}.");
        var ending = Path.GetExtension(fileName).ToLowerInvariant();
        // A name without an ending claims nothing.
        if (ending.Length == 0) return called[0];
        return Array.Find(called, f => f.Endings.Contains(ending)) is { } format ? format : new MediaUnsupported($"The file is {called[0].MimeType}, but its name ends in {ending}.");
    }

    public static MediaFormat? Of(string mimeType) => Array.Find(All, f => f.IsCalled(mimeType));

    /// <summary>Largest file that is taken.</summary>
    public int MaxMegaBytes(MediaOptions options) => Kind switch { "image" => options.MaxImageMegaBytes, "video" => options.MaxVideoMegaBytes, _ => options.MaxAudioMegaBytes };

    private bool IsCalled(string type) => MimeType == type || OtherNames.Contains(type);

    private static MediaFormat[] Brand(ReadOnlySpan<byte> brand) => System.Text.Encoding.ASCII.GetString(brand) switch
    {
        "qt  " => [QuickTime],
        "M4A " or "M4B " or "F4A " => [M4a],
        // Pictures of phones (HEIC, AVIF) are in such boxes, too, and are not taken.
        "heic" or "heix" or "hevc" or "heim" or "heis" or "mif1" or "msf1" or "avif" or "avis" or "crx " => [],
        _ => [Mp4, M4a],
    };
}
