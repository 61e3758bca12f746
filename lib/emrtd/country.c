/* SPDX-License-Identifier: Apache-2.0 */
/* country.c -- which country signs for which state. */
#include "emrtd/country.h"

#include <string.h>

#define ROW 6 /* three letters, two letters, and a space */

/* Three letters of the machine-readable zone and two of certificates: ISO
 * 3166-1. */
static const char rows[] =
    "ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS "
    "ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE BENBJ BESBQ BFABF "
    "BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR "
    "BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN "
    "CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW "
    "CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC "
    "EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO "
    "FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW "
    "GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN "
    "HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS "
    "ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI "
    "KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS "
    "LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX "
    "MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS "
    "MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI "
    "NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE "
    "PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA "
    "REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ "
    "SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK "
    "SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ "
    "TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG "
    "UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN "
    "VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW ";

/* ICAO 9303-3, section 5, and what those who issue such documents have in
 * their certificates. */
static const char others[] =
    "D  DE GBDGB GBNGB GBOGB GBPGB GBSGB RKSKS UNKUN UNOUN UNAUN EUEEU "
    "XOMXO XPOXP ";

static bool
find(const char *table, const char state[3], char ret_country[3])
{
	for (; table[0] != '\0'; table += ROW) {
		if (memcmp(table, state, 3) != 0)
			continue;
		memcpy(ret_country, table + 3, 2);
		ret_country[2] = '\0';
		return true;
	}
	return false;
}

bool
csi_country_of_state(const char *state, char ret_country[3])
{
	char padded[4] = "   ";
	size_t len = strlen(state);

	if (len == 0 || len > 3)
		return false;
	memcpy(padded, state, len);
	return find(rows, padded, ret_country) ||
	       find(others, padded, ret_country);
}

bool
csi_state_of_country(const char *country, char ret_state[4])
{
	for (const char *row = rows; row[0] != '\0'; row += ROW) {
		if (memcmp(row + 3, country, 2) != 0)
			continue;
		memcpy(ret_state, row, 3);
		ret_state[3] = '\0';
		return true;
	}
	return false;
}
