/* SPDX-License-Identifier: Apache-2.0 */
/* Witness.java -- BouncyCastle reads what we sign with SM2, and signs in the
 * forms that other products write.
 *
 *	java -cp ... Witness
 *		answers requests, which are those of begin_witness in cli.sh:
 *		a file for what is said, and one of
 *	verify CMS CONTENT ROOT
 *		prints the content types, and "holds" if value and chain do
 *	make FORM KEY CERTIFICATE CONTENT OUT
 *		[TSA-KEY TSA-CERTIFICATE]
 *		FORM: words with commas between them: gm (object identifiers),
 *		bare (no attributes), inside (the content), digest (its SM3),
 *		stamped (by that authority)
 *	split CMS TOKEN VALUE
 *		writes the time-stamp in it, and the value that it is over
 *	token TOKEN BYTES TSA-CERTIFICATE
 *		prints content type and digest of the time-stamp, and "holds"
 *		if it is of these bytes and by that authority */
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

public class Witness {
	static final ASN1ObjectIdentifier GM =
	    new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2");

	static byte[] read(String path) throws Exception {
		return Files.readAllBytes(Path.of(path));
	}

	static X509Certificate certificate(String path) throws Exception {
		return (X509Certificate) CertificateFactory
		    .getInstance("X.509", "BC")
		    .generateCertificate(new FileInputStream(path));
	}

	/* From the signer up, each by the next, as far as they are there. */
	static boolean chains(CMSSignedData data, X509CertificateHolder signer,
	    X509Certificate root) throws Exception {
		JcaX509CertificateConverter to =
		    new JcaX509CertificateConverter().setProvider("BC");
		X509Certificate at = to.getCertificate(signer);
		List<X509Certificate> all = new ArrayList<>();

		for (Object one : data.getCertificates().getMatches(null))
			all.add(to.getCertificate((X509CertificateHolder) one));
		all.add(root);
		for (int i = 0; i < 8 && !at.equals(root); i++) {
			X509Certificate above = null;

			for (X509Certificate one : all)
				if (one.getSubjectX500Principal().equals(
					at.getIssuerX500Principal()))
					above = one;
			if (above == null)
				return false;
			at.verify(above.getPublicKey(), "BC");
			at = above;
		}
		root.verify(root.getPublicKey(), "BC");
		return at.equals(root);
	}

	static void verify(String[] args) throws Exception {
		byte[] der = read(args[1]);
		CMSSignedData data = new CMSSignedData(
		    new CMSProcessableByteArray(read(args[2])), der);
		SignerInformation signer =
		    data.getSignerInfos().getSigners().iterator().next();
		X509CertificateHolder holder = (X509CertificateHolder)
		    data.getCertificates()
			.getMatches(signer.getSID()).iterator().next();

		System.out.println(ContentInfo.getInstance(der).getContentType());
		System.out.println(data.getSignedContentTypeOID());
		System.out.println(signer.getEncryptionAlgOID());
		System.out.println(signer.verify(
		    new JcaSimpleSignerInfoVerifierBuilder()
			.setProvider("BC").build(holder)) &&
			chains(data, holder, certificate(args[3]))
			    ? "holds" : "does not hold");
	}

	static PrivateKey key(String path) throws Exception {
		Object found = new PEMParser(new FileReader(path)).readObject();
		PrivateKeyInfo info = found instanceof PEMKeyPair
		    ? ((PEMKeyPair) found).getPrivateKeyInfo()
		    : (PrivateKeyInfo) found;

		return new JcaPEMKeyConverter().setProvider("BC")
		    .getPrivateKey(info);
	}

	static DigestCalculatorProvider digests() throws Exception {
		return new JcaDigestCalculatorProviderBuilder()
		    .setProvider("BC").build();
	}

	static JcaSignerInfoGeneratorBuilder signer() throws Exception {
		return new JcaSignerInfoGeneratorBuilder(digests());
	}

	static SignerInfoGenerator signs(JcaSignerInfoGeneratorBuilder how,
	    String key, X509Certificate own) throws Exception {
		return how.build(new JcaContentSignerBuilder("SM3withSM2")
		    .setProvider("BC").build(key(key)), own);
	}

	static byte[] sm3(byte[] bytes) throws Exception {
		return MessageDigest.getInstance("SM3", "BC").digest(bytes);
	}

	/* As the unsigned attribute of RFC 3161, annex A. */
	static AttributeTable stamp(byte[] value, String key, String path)
	    throws Exception {
		X509Certificate own = certificate(path);
		TimeStampTokenGenerator out = new TimeStampTokenGenerator(
		    signs(signer(), key, own),
		    digests().get(
			new AlgorithmIdentifier(GMObjectIdentifiers.sm3)),
		    new ASN1ObjectIdentifier("1.2.3.4.1"));

		out.addCertificates(new JcaCertStore(List.of(own)));
		TimeStampRequestGenerator ask = new TimeStampRequestGenerator();
		ask.setCertReq(true);
		TimeStampToken token = out.generate(
		    ask.generate(GMObjectIdentifiers.sm3, sm3(value)),
		    BigInteger.ONE, new Date());
		return new AttributeTable(new Attribute(
		    PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
		    new DERSet(token.toCMSSignedData().toASN1Structure())));
	}

	static CMSAttributeTableGenerator stamps(String[] args) {
		return params -> {
			try {
				return stamp((byte[]) params.get(
				    CMSAttributeTableGenerator.SIGNATURE),
				    args[6], args[7]);
			} catch (Exception error) {
				throw new IllegalStateException(error);
			}
		};
	}

	static void split(String[] args) throws Exception {
		SignerInformation signer = new CMSSignedData(read(args[1]))
		    .getSignerInfos().getSigners().iterator().next();

		Files.write(Path.of(args[2]), signer.getUnsignedAttributes()
		    .get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken)
		    .getAttrValues().getObjectAt(0).toASN1Primitive()
		    .getEncoded());
		Files.write(Path.of(args[3]), signer.getSignature());
	}

	static void token(String[] args) throws Exception {
		ContentInfo info = ContentInfo.getInstance(read(args[1]));
		TimeStampToken token = new TimeStampToken(info);
		ASN1ObjectIdentifier digest =
		    token.getTimeStampInfo().getMessageImprintAlgOID();
		MessageDigest of =
		    MessageDigest.getInstance(digest.getId(), "BC");

		System.out.println(info.getContentType());
		System.out.println(digest);
		/* throws where it does not hold */
		token.validate(new JcaSimpleSignerInfoVerifierBuilder()
		    .setProvider("BC").build(certificate(args[3])));
		System.out.println(Arrays.equals(of.digest(read(args[2])),
		    token.getTimeStampInfo().getMessageImprintDigest())
			? "holds" : "does not hold");
	}

	static void make(String[] args) throws Exception {
		List<String> form = Arrays.asList(args[1].split(","));
		X509Certificate own = certificate(args[3]);
		byte[] content = read(args[4]);
		CMSSignedDataGenerator out = new CMSSignedDataGenerator();
		boolean gm = form.contains("gm");

		if (form.contains("digest"))
			content = sm3(content);
		JcaSignerInfoGeneratorBuilder how =
		    signer().setDirectSignature(form.contains("bare"));
		if (form.contains("stamped"))
			how.setUnsignedAttributeGenerator(stamps(args));
		out.addSignerInfoGenerator(signs(how, args[2], own));
		out.addCertificates(new JcaCertStore(List.of(own)));
		CMSSignedData data = out.generate(
		    new CMSProcessableByteArray(gm ? GM.branch("1")
			: new ASN1ObjectIdentifier("1.2.840.113549.1.7.1"),
			content),
		    form.contains("inside") || form.contains("digest"));
		ContentInfo info = data.toASN1Structure();
		if (gm)
			info = new ContentInfo(
			    GM.branch("2"), info.getContent());
		Files.write(Path.of(args[5]), info.getEncoded("DER"));
	}

	static void answer(String[] args) throws Exception {
		switch (args[0]) {
		case "verify": verify(args); break;
		case "split": split(args); break;
		case "token": token(args); break;
		default: make(args);
		}
	}

	static String word() throws IOException {
		ByteArrayOutputStream word = new ByteArrayOutputStream();

		for (int next; (next = System.in.read()) != 0; word.write(next))
			if (next < 0)
				throw new EOFException();
		return word.toString();
	}

	/* An exit status: what would have been thrown is said. */
	static int request() throws IOException {
		String[] args = new String[Integer.parseInt(word()) - 1];

		try (PrintStream said = new PrintStream(word())) {
			System.setOut(said);
			for (int i = 0; i < args.length; i++)
				args[i] = word();
			try {
				answer(args);
			} catch (Exception error) {
				error.printStackTrace(said);
				return 1;
			}
		}
		return 0;
	}

	public static void main(String[] none) throws Exception {
		PrintStream answers = System.out;

		Security.addProvider(new BouncyCastleProvider());
		try {
			for (;;)
				answers.println(request());
		} catch (EOFException end) {
			return;
		}
	}
}
