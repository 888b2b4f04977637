namespace SocialSelling.Publishing;

/// <summary>How a JPEG is coded, as its markers say.</summary>
/// <remarks>Source: ITU-T T.81, annex B.</remarks>
internal static class JpegHeader
{
    private const int StartOfScan = 0xDA, EndOfImage = 0xD9;

    /// <summary>Whether the picture comes in several passes, as a progressive one does: whoever decodes it keeps what it has of all of it until the last pass, however small it is to become.</summary>
    public static bool ComesInPasses(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var components = 0;
        while (Marker(file) is { } marker and not EndOfImage)
        {
            // Those without anything behind them.
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue;
            var length = (file.ReadByte() << 8) + file.ReadByte();
            if (length < 2) return false;
            var next = file.Position + length - 2;
            if (marker is 0xC2 or 0xC6 or 0xCA or 0xCE) return true;
            if (IsFrame(marker)) components = Components(file);
            // A pass for each colour, or one for all.
            if (marker == StartOfScan) return file.ReadByte() < components;
            file.Position = next;
        }
        return false;
    }

    private static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Behind the precision, the height and the width.</summary>
    private static int Components(FileStream file)
    {
        file.Position += 5;
        return file.ReadByte();
    }

    /// <returns>The next one, past whatever lies before it; null at the end of the file.</returns>
    private static int? Marker(FileStream file)
    {
        for (int read; (read = file.ReadByte()) >= 0;)
        {
            if (read != 0xFF) continue;
            while ((read = file.ReadByte()) == 0xFF)
            {
            }
            if (read > 0) return read;
        }
        return null;
    }
}
