using System.Text;
using FsCheck.Xunit;

namespace SocialSelling.Publishing;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b / 1|2")]
    [InlineData("a;b\r\n1,5;2\r\n", "a|b / 1,5|2")]
    [InlineData("a\tb\r1\t2", "a|b / 1|2")]
    [InlineData("sep=;\r\na,x;b\r\n1;2", "a,x|b / 1|2")]
    [InlineData("\"a,b\";c\n1;2", "a,b|c / 1|2")]
    [InlineData("a,b\n\"say \"\"hi\"\", twice\",2\n", "a|b / say \"hi\", twice|2")]
    [InlineData("a,b\n\"one\r\ntwo\",2\n", "a|b / one\r\ntwo|2")]
    [InlineData("a,b\n,\n", "a|b / |")]
    [InlineData("a", "a")]
    [InlineData("", "")]
    public async Task It_reads_what_spreadsheets_write(string file, string records) =>
        Assert.Equal(records, string.Join(" / ", (await Read(Encoding.UTF8.GetBytes(file))).Select(r => string.Join('|', r.Fields))));

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_first_column()
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode])
            Assert.Equal("á", (await Read([.. encoding.GetPreamble(), .. encoding.GetBytes("á,b\n")]))[0].Fields[0]);
    }

    [Fact]
    public async Task A_record_knows_the_line_on_which_it_begins() =>
        Assert.Equal([1, 2, 4, 6], (await Read("a,b\n\"x\ny\",1\n\"\n\",2\nz,3"u8.ToArray())).Select(r => r.Line));

    [Theory]
    [InlineData("a,b\n1,2\n\"never", "csv-quote-open", 3)]
    [InlineData("a,b\n1,2\nol\u00e9,3", "not-utf8", 3)]
    public async Task What_cannot_be_read_is_told_with_its_line(string file, string code, int line)
    {
        var refused = await Assert.ThrowsAsync<CsvException>(() => Read(Encoding.Latin1.GetBytes(file)));

        Assert.Equal((code, line), (refused.Code, refused.Line));
    }

    [Fact]
    public async Task A_field_has_an_end() =>
        Assert.Equal("csv-field-too-long", (await Assert.ThrowsAsync<CsvException>(() => Read(Encoding.UTF8.GetBytes("a\n" + new string('x', CsvReader.LongestField + 1))))).Code);

    [Property]
    public bool Whatever_is_quoted_comes_back(string?[] fields)
    {
        string[] clean = [.. fields.Take(90).Select(f => new string([.. (f ?? "").Where(c => !char.IsSurrogate(c) && c != '\uFFFD')]))];
        if (clean.Length == 0) return true;
        var file = "h1,h2\n" + string.Join(',', clean.Select(f => $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n";

        var records = Read(Encoding.UTF8.GetBytes(file)).GetAwaiter().GetResult();

        return records.Count == 2 && records[1].Fields.SequenceEqual(clean);
    }

    private static async Task<List<CsvRecord>> Read(byte[] file)
    {
        using var csv = new CsvReader(new Trickle(file));
        var records = new List<CsvRecord>();
        while (await csv.Next(CancellationToken.None) is { } record) records.Add(record);
        return records;
    }

    /// <summary>Comes in small pieces, as from a network.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
