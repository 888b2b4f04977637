using System.Text;

namespace SocialSelling.Bench;

/// <summary>Words as people use them: few of them often, most of them hardly ever (Zipf). The first are real, the rest are made of syllables.</summary>
internal static class Vocabulary
{
    private const int Size = 20_000;
    private static readonly string[] Syllables = "ba be bo ca ce co da de di do fa fe fi ga go ja la le li lo lu ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to tu va ve vi za".Split(' ');

    private static readonly string[] Real = (
        "o a de que é oi the para você tem em is hola quanto this um no por la uma boa si ok não you obrigada do com e gracias tamanho em hello preço el un azul can sim quiero still available please tarde " +
        "camiseta vestido size how much envio color pedido entrega thanks disponível quero talla pix blue order medium shipping verde preto comprar tienda precio cuanto promoção desconto loja retirar " +
        "endereço photo foto tienes envío dias today amanhã hoje sapato bolsa calça saia blusa falda zapatos vermelho rojo branco negro grande pequeno pequeña small large pagamento cartão tarjeta boleto").Split(' ');

    public static string[] Words { get; } = [.. Real.Concat(Enumerable.Range(0, Size).Select(Made)).Distinct().Take(Size)];

    public static readonly string[] FirstNames = "Maya João Ana Lucía Pedro Sofia Mateo Beatriz Diego Inês Carlos Júlia Emma Liam Olivia Noah Camila Rafael Valentina Tiago Helena Bruno Marta Hugo Laura Miguel Isabel André Paula Nuno".Split(' ');
    public static readonly string[] LastNames = "Torres Silva Santos García Costa Martínez Oliveira Pereira López Ferreira Almeida Rodríguez Souza Fernández Lima Gomes Smith Johnson Brown Walker Ribeiro Carvalho Moreno Díaz Rocha Vargas Nunes Mendes Castro Ruiz".Split(' ');

    /// <summary>3 to 22 words.</summary>
    public static string Message(Random random)
    {
        var text = new StringBuilder();
        for (var left = random.Next(3, 23); left > 0; left--) text.Append(Word(random)).Append(left == 1 ? random.Next(3) switch { 0 => "?", 1 => "!", _ => "" } : " ");
        return text.ToString();
    }

    /// <summary>The word at rank n comes about 1/n as often as the first.</summary>
    private static string Word(Random random) => Words[(int)Math.Exp(random.NextDouble() * Math.Log(Words.Length)) - 1];

    private static string Made(int n) => Syllables[n % 50] + Syllables[n / 50 % 50] + Syllables[n / 7 % 50] + (n % 3 == 0 ? "s" : "");
}
