using System.Net;

namespace SocialSelling.Meta;

public sealed class FileDownloadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_read_up_to_the_limit()
    {
        Assert.Equal(100, Assert.IsType<FetchedFile>(await Fetch(new ByteArrayContent(new byte[100]), maxBytes: 100)).Bytes.Length);
        Assert.IsType<FileTooLarge>(await Fetch(new ByteArrayContent(new byte[101]), maxBytes: 100));
    }

    [Fact]
    public async Task A_length_that_is_not_told_does_not_get_past_the_limit() => Assert.IsType<FileTooLarge>(await Fetch(new StreamContent(new Endless()), maxBytes: 100_000));

    [Theory]
    [InlineData(HttpStatusCode.NotFound, typeof(FileGone))]
    [InlineData(HttpStatusCode.Forbidden, typeof(FileGone))]
    [InlineData(HttpStatusCode.Gone, typeof(FileGone))]
    [InlineData(HttpStatusCode.TooManyRequests, typeof(FileUnreachable))]
    [InlineData(HttpStatusCode.InternalServerError, typeof(FileUnreachable))]
    [InlineData(HttpStatusCode.Redirect, typeof(FileUnreachable))]
    public async Task What_is_not_there_is_gone_or_only_out_of_reach(HttpStatusCode status, Type expected) => Assert.IsType(expected, await Fetch(new ByteArrayContent([]), status: status));

    [Theory]
    [InlineData("ftp://cdn.example/a.jpg")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not a link")]
    public async Task Only_web_addresses_are_asked(string url)
    {
        using var download = new FileDownload(new HttpClient(new Answer(_ => throw new InvalidOperationException("It was asked"))));
        using var place = await download.Enter(Cancel);

        Assert.IsType<FileGone>(await place.Fetch(url, 100, Cancel));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_later()
    {
        using var download = new FileDownload(new HttpClient(new Answer(_ => throw new HttpRequestException("reset"))));
        using var place = await download.Enter(Cancel);

        Assert.IsType<FileUnreachable>(await place.Fetch("https://cdn.example/a.jpg", 100, Cancel));
    }

    [Fact]
    public async Task A_file_whose_length_is_not_told_is_read_whole()
    {
        var sent = new byte[300_000];
        new Random(1).NextBytes(sent);

        var file = Assert.IsType<FetchedFile>(await Fetch(new StreamContent(new Trickle(sent)), maxBytes: 300_000));

        Assert.Equal(sent, file.Bytes.ToArray());
        Assert.IsType<FileTooLarge>(await Fetch(new StreamContent(new Trickle(sent)), maxBytes: 299_999));
    }

    [Fact]
    public async Task A_file_that_is_still_held_keeps_its_place()
    {
        using var download = new FileDownload(new HttpClient(new Answer(_ => new HttpResponseMessage { Content = new ByteArrayContent([1]) })));
        var places = await Task.WhenAll(Enumerable.Range(0, FileDownload.AtOnce).Select(_ => download.Enter(Cancel)));
        await places[0].Fetch("https://cdn.example/a.jpg", 100, Cancel);

        var next = download.Enter(Cancel);
        Assert.False(next.IsCompleted);
        places[0].Dispose();

        (await next).Dispose();
    }

    private static async Task<Fetched> Fetch(HttpContent content, int maxBytes = 100, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var download = new FileDownload(new HttpClient(new Answer(_ => new HttpResponseMessage(status) { Content = content })));
        using var place = await download.Enter(Cancel);
        return await place.Fetch("https://cdn.example/a.jpg", maxBytes, Cancel);
    }

    private sealed class Answer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }

    /// <summary>Comes in pieces, and does not say how long it is.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, 10_000)], cancellationToken);
    }

    /// <summary>Never ends, and does not say how long it is.</summary>
    private sealed class Endless : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => count;
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
