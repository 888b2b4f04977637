using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocialSelling.Publishing;

/// <summary>A video or a recording as it is kept: nothing in it but picture and sound, ready to be played before all of it has come.</summary>
/// <param name="Path">Of the file that is kept.</param>
/// <param name="Poster">A picture of the video; null when nobody could look into it, and for recordings.</param>
/// <param name="Facts">Null when nobody could look into it.</param>
internal sealed record Recording(string Path, Size? Size, double? DurationSeconds, MediaFacts? Facts, string? Poster);

/// <summary>Looks into videos and recordings, and takes out of them what they tell besides picture and sound. Picture and sound stay as they are: nothing is encoded anew.</summary>
internal sealed class Recordings(MediaTools tools)
{
    private static readonly InvalidMedia Damaged = new("The file cannot be read: it is damaged, cut off, or in a format inside that nobody knows.");

    public async Task<Result<Recording>> Prepare(Upload upload, SpoolFolder folder, CancellationToken ct)
    {
        if (upload.Format.HasBoxes)
        {
            var tracks = Mp4Boxes.Clean(upload.Path);
            if (tracks.Error is { } refusal) return refusal;
            if (Mismatch(upload.Format, tracks.Get()) is { } wrong) return wrong;
        }
        return tools.IsThere ? await Inspect(upload, folder, ct) : new Recording(upload.Path, null, null, null, null);
    }

    private static MediaUnsupported? Mismatch(MediaFormat format, Mp4Boxes.Tracks tracks) => (format.Kind, tracks.HasPicture) switch
    {
        ("video", false) => new("The file is a recording without a picture. Name it .m4a, with the type audio/mp4."),
        ("audio", true) => new("The file is a video. Name it .mp4, with the type video/mp4."),
        _ => null,
    };

    private async Task<Result<Recording>> Inspect(Upload upload, SpoolFolder folder, CancellationToken ct)
    {
        var clean = folder.File("clean" + upload.Format.Ending);
        if (await Probe(upload.Path, upload.Format, ct) is not { } found || !await Rewrite(upload, clean, found, ct)) return Damaged;
        if (upload.Format.Kind == "audio") return new Recording(clean, null, found.Duration, found.Facts, null);
        if (found is { Facts.VideoCodec: null } or { Size: null }) return Damaged;

        var poster = folder.File("poster.jpg");
        // Some begin with a black or white picture: the poster is taken a little later, where there is one.
        var at = Math.Min(1, (found.Duration ?? 0) / 3).ToString("0.###", CultureInfo.InvariantCulture);
        string[] ask = ["-v", "error", "-threads", "1", "-protocol_whitelist", "file", "-f", upload.Format.Demuxer, "-ss", at, "-i", clean, "-an", "-frames:v", "1", "-q:v", "2", "-f", "image2", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", poster];
        return await tools.Convert(ask, upload.Size, ct) && File.Exists(poster) ? new Recording(clean, found.Size, found.Duration, found.Facts, poster) : Damaged;
    }

    /// <summary>The first picture and the first sound, without metadata; the table of contents comes first, as Instagram wants it.</summary>
    private Task<bool> Rewrite(Upload upload, string target, Found found, CancellationToken ct)
    {
        string[] what = upload.Format.Kind == "audio" ? ["-map", "0:a:0"] : found.Facts.AudioCodec is null ? ["-map", "0:v:0"] : ["-map", "0:v:0", "-map", "0:a:0"];
        string[] how = upload.Format.HasBoxes ? ["-movflags", "+faststart"] : [];
        return tools.Convert(
            ["-v", "error", "-threads", "1", "-protocol_whitelist", "file", "-f", upload.Format.Demuxer, "-i", upload.Path, .. what, "-c", "copy", "-map_metadata", "-1", "-map_chapters", "-1",
             "-fflags", "+bitexact", .. how, "-f", Muxer(upload.Format), target], upload.Size, ct);
    }

    private static string Muxer(MediaFormat format) => format == MediaFormat.QuickTime ? "mov" : format.HasBoxes ? "mp4" : format == MediaFormat.Aac ? "adts" : format.Demuxer;

    /// <summary>Nothing else: remarks in a file can be as long as somebody likes.</summary>
    private const string Wanted = "stream=codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,sample_rate:stream_side_data=rotation:format=duration,bit_rate";

    private async Task<Found?> Probe(string path, MediaFormat format, CancellationToken ct)
    {
        var json = await tools.Probe(["-v", "error", "-threads", "1", "-protocol_whitelist", "file", "-f", format.Demuxer, "-print_format", "json", "-show_entries", Wanted, "-i", path], ct);
        return json is null ? null : Read(json, format.Kind);
    }

    /// <param name="kind">In a recording, what looks like moving pictures is its cover.</param>
    /// <returns>Null when there is neither picture nor sound, or it makes no sense.</returns>
    internal static Found? Read(string json, string kind)
    {
        if (Parse(json) is not { } answer) return null;
        var (video, audio) = (kind == "audio" ? null : answer.Streams?.Find(s => s.Type == "video"), answer.Streams?.Find(s => s.Type == "audio"));
        if (video is null && audio is null) return null;
        // Degrees against the clock, as a player turns it.
        var rotation = ((-(video?.SideData?.Find(d => d.Rotation is not null)?.Rotation ?? 0) % 360) + 360) % 360;
        Size? size = video is not { Width: > 0, Height: > 0 } ? null : rotation % 180 == 0 ? new(video.Width, video.Height) : new(video.Height, video.Width);
        var facts = new MediaFacts(video?.Codec, audio?.Codec, Rate(video?.FrameRate), (long?)Number(answer.Format?.BitRate), (int)rotation, video?.PixelFormat, (int?)Number(audio?.SampleRate));
        return new Found(size, Number(answer.Format?.Duration), facts);
    }

    private static Answer? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Answer>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number >= 0 ? number : null;

    /// <summary>30000/1001 is 29.97.</summary>
    private static double? Rate(string? text) => text?.Split('/') is [var above, var below] && Number(above) is { } a && Number(below) is > 0 and { } b ? Math.Round(a / b, 3) : null;

    internal sealed record Found(Size? Size, double? Duration, MediaFacts Facts);

    private sealed record Answer([property: JsonPropertyName("streams")] List<Stream>? Streams, [property: JsonPropertyName("format")] Container? Format);

    private sealed record Container([property: JsonPropertyName("duration")] string? Duration, [property: JsonPropertyName("bit_rate")] string? BitRate);

    private sealed record Stream(
        [property: JsonPropertyName("codec_type")] string Type, [property: JsonPropertyName("codec_name")] string? Codec, [property: JsonPropertyName("width")] int Width,
        [property: JsonPropertyName("height")] int Height, [property: JsonPropertyName("pix_fmt")] string? PixelFormat, [property: JsonPropertyName("avg_frame_rate")] string? FrameRate,
        [property: JsonPropertyName("sample_rate")] string? SampleRate, [property: JsonPropertyName("side_data_list")] List<SideData>? SideData);

    private sealed record SideData([property: JsonPropertyName("rotation")] double? Rotation);
}
