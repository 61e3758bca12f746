/* SPDX-License-Identifier: Apache-2.0 */
/* Witness.java -- BouncyCastle reads what we sign with SM2, and signs in the
 * forms that other products write.
 *
 *	java -cp ... Witness.java verify CMS CONTENT ROOT
 *		prints the content types, and "holds" if value and chain do
 *	java -cp ... Witness.java make FORM KEY CERTIFICATE CONTENT OUT
 *		FORM: words with commas between them: gm (object identifiers),
 *		bare (no attributes), inside (the content), digest (its SM3) */
import java.io.FileInputStream;
import java.io.FileReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

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

	static void make(String[] args) throws Exception {
		List<String> form = Arrays.asList(args[1].split(","));
		X509Certificate own = certificate(args[3]);
		byte[] content = read(args[4]);
		CMSSignedDataGenerator out = new CMSSignedDataGenerator();
		boolean gm = form.contains("gm");

		if (form.contains("digest"))
			content = MessageDigest.getInstance("SM3", "BC")
			    .digest(content);
		out.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
		    new JcaDigestCalculatorProviderBuilder()
			.setProvider("BC").build())
		    .setDirectSignature(form.contains("bare"))
		    .build(new JcaContentSignerBuilder("SM3withSM2")
			.setProvider("BC").build(key(args[2])), own));
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

	public static void main(String[] args) throws Exception {
		Security.addProvider(new BouncyCastleProvider());
		if (args[0].equals("verify"))
			verify(args);
		else
			make(args);
	}
}
