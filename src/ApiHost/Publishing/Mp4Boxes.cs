using System.Buffers.Binary;

namespace SocialSelling.Publishing;

/// <summary>
/// The boxes of an MP4 or QuickTime file: whether all of them are there, what tracks it has, and what else it tells. Needs nothing but the file, and no more memory however large that is.
/// </summary>
/// <remarks>Source: ISO/IEC 14496-12, "Object structured file organization", and Apple, "QuickTime File Format".</remarks>
internal static class Mp4Boxes
{
    private const int MaxBoxes = 10_000, MaxDepth = 8;
    private static readonly byte[] Zeros = new byte[65_536];

    /// <summary>Where places, devices, names and remarks are kept.</summary>
    private static readonly string[] Telling = ["udta", "meta", "uuid"];
    private static readonly string[] Containers = ["moov", "trak", "mdia"];

    /// <param name="HasPicture">Whether there is a track of moving pictures.</param>
    /// <param name="HasSound">Whether there is a track of sound.</param>
    internal sealed record Tracks(bool HasPicture, bool HasSound);

    /// <summary>
    /// Looks through the file, and overwrites in place what it tells besides picture and sound: metadata of the file and its tracks, and tracks that are neither (phones keep a trail of
    /// places in one). Nothing moves, so nothing has to be adjusted.
    /// </summary>
    /// <returns>What is wrong when the file is not whole.</returns>
    public static Result<Tracks> Clean(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var walk = new Walk(file);
        var problem = walk.Through(0, file.Length, depth: 0);
        if (problem is not null) return new InvalidMedia(problem);
        if (!walk.Seen.Contains("moov")) return new InvalidMedia("The file has no table of contents (moov): it is cut off or damaged.");
        if (!walk.Seen.Contains("mdat")) return new InvalidMedia("The file has no content (mdat): it is cut off or damaged.");
        return walk is { Picture: false, Sound: false } ? new InvalidMedia("The file has neither picture nor sound.") : new Tracks(walk.Picture, walk.Sound);
    }

    private sealed class Walk(FileStream file)
    {
        private int boxes;
        public HashSet<string> Seen { get; } = [];
        public bool Picture { get; private set; }
        public bool Sound { get; private set; }

        /// <returns>What is wrong; null when all boxes are whole.</returns>
        public string? Through(long from, long to, int depth)
        {
            for (var at = from; at < to;)
            {
                if (++boxes > MaxBoxes || depth > MaxDepth) return "The file has more parts than any video has.";
                if (Header(at, to) is not { } box) return depth == 0 ? "The file is cut off: its last part is not whole." : "The file is damaged: a part is larger than what it is in.";
                Seen.Add(box.Type);
                if (Telling.Contains(box.Type)) Blank(at, box);
                else if (box.Type == "trak" && Handler(box.Content, box.End, 0) is var handler and not ("vide" or "soun")) Blank(at, box);
                else if (Containers.Contains(box.Type) && Through(box.Content, box.End, depth + 1) is { } problem) return problem;
                else if (box.Type == "hdlr" && depth > 0) Note(HandlerAt(box.Content));
                at = box.End;
            }
            return null;
        }

        private void Note(string handler)
        {
            Picture |= handler == "vide";
            Sound |= handler == "soun";
        }

        private (string Type, long Content, long End)? Header(long at, long to)
        {
            Span<byte> head = stackalloc byte[16];
            if (to - at < 8 || !ReadAt(at, head[..8])) return null;
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            var type = System.Text.Encoding.Latin1.GetString(head.Slice(4, 4));
            var content = at + 8;
            if (size == 1)
            {
                if (to - at < 16 || !ReadAt(at + 8, head[8..])) return null;
                size = BinaryPrimitives.ReadInt64BigEndian(head[8..]);
                content += 8;
            }
            // 0: to the end of the file.
            var end = size == 0 ? to : size > to - at ? -1 : at + size;
            return end < content ? null : (type, content, end);
        }

        /// <returns>What a track is for, by the handler inside it.</returns>
        private string? Handler(long from, long to, int depth)
        {
            for (var at = from; at < to && depth < 2;)
            {
                if (++boxes > MaxBoxes || Header(at, to) is not { } box) return null;
                if (box.Type == "hdlr") return HandlerAt(box.Content);
                if (box.Type == "mdia") return Handler(box.Content, box.End, depth + 1);
                at = box.End;
            }
            return null;
        }

        private string HandlerAt(long content)
        {
            // version and flags, what came before, and then the handler's type.
            Span<byte> type = stackalloc byte[4];
            return ReadAt(content + 8, type) ? System.Text.Encoding.Latin1.GetString(type) : "";
        }

        private bool ReadAt(long at, Span<byte> into)
        {
            file.Position = at;
            return file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;
        }

        /// <summary>A box called free means nothing to any player.</summary>
        private void Blank(long at, (string Type, long Content, long End) box)
        {
            file.Position = at + 4;
            file.Write("free"u8);
            file.Position = box.Content;
            for (var left = box.End - box.Content; left > 0; left -= Zeros.Length) file.Write(Zeros, 0, (int)Math.Min(left, Zeros.Length));
        }
    }
}
