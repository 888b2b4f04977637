using System.Buffers.Binary;

namespace SocialSelling.Sandbox.Publishing;

/// <summary>How long an MP4 or MOV says that it is.</summary>
internal static class Mp4Duration
{
    /// <returns>Null when the file does not tell.</returns>
    public static TimeSpan? Read(ReadOnlySpan<byte> file)
    {
        var at = file.IndexOf("mvhd"u8);
        if (at < 0 || file.Length < at + 36) return null;
        var box = file[(at + 4)..];
        var (scale, length) = box[0] == 1
            ? (BinaryPrimitives.ReadUInt32BigEndian(box[20..]), BinaryPrimitives.ReadUInt64BigEndian(box[24..]))
            : (BinaryPrimitives.ReadUInt32BigEndian(box[12..]), BinaryPrimitives.ReadUInt32BigEndian(box[16..]));
        return scale == 0 ? null : TimeSpan.FromSeconds((double)length / scale);
    }
}
