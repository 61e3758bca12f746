/* SPDX-License-Identifier: Apache-2.0 */
/* test-emrtd-pace.c -- proves group.c and pace.c of modules/emrtd-reader with
 * the worked examples of ICAO 9303-11, appendices G to I, and with a card that
 * speaks by the same functions. */
#include "bac.h"
#include "hex.h"
#include "pace.h"
#include "tap.h"

#include <stdlib.h>

static uint8_t said[EMRTD_PACE_ROOM];
static size_t said_len;
static struct emrtd_secure secure;

/* Random numbers that a standard prints, one after another. */
struct script {
	const char *numbers[4];
	size_t next;
};

static bool
play(void *user, uint8_t *out, size_t len)
{
	struct script *script = user;

	return hex_read(script->numbers[script->next++], out, len) == len;
}

static bool
count_up(void *user, uint8_t *out, size_t len)
{
	uint8_t *next = user;

	for (size_t i = 0; i < len; i++)
		out[i] = (*next)++;
	out[0] &= 0x3f;
	return true;
}

static size_t
read_said(const char *text, uint8_t bytes[512])
{
	return hex_read(text, bytes, 512);
}

#define TAKE(step, text) \
	(said_len = read_said(text, bytes), step(pace, bytes, said_len))
#define SAY(step) step(pace, said, &said_len)
#define TAKE_TOKEN(text)                    \
	(said_len = read_said(text, bytes), \
	    emrtd_pace_take_token(pace, bytes, said_len, &secure))

static emrtd_pace *
start(uint8_t protocol, enum emrtd_mapping mapping, unsigned parameter,
    struct script *script)
{
	const struct emrtd_pace_way way = { protocol, 2, mapping, EMRTD_AES_128,
		parameter, false };
	uint8_t seed[EMRTD_SEED_LEN];

	/* T22000129, 640812, 101031 */
	emrtd_seed("T22000129364081251010318", seed);
	return emrtd_pace_new(&way, seed, sizeof(seed), play, script);
}

/* G.1: ECDH, generic mapping, brainpoolP256r1.  The card's public keys are
 * those of the private keys that are printed. */
static void
agreeing_on_a_curve_is_that_of_the_standard(void)
{
	struct script
	    script = { .numbers = {
			   "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99",
			   "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595",
		       } };
	struct script
	    card_script = { .numbers = {
				"498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560",
				"107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A",
			    } };
	emrtd_pace *pace = start(2, EMRTD_GENERIC, 13, &script);
	emrtd_group *card = emrtd_group_new(13);
	struct emrtd_element key, shared;
	uint8_t bytes[512], nonce[16];

	if (!OK(pace != NULL && card != NULL))
		return;
	OK(hex_is(said, emrtd_pace_set(pace, EMRTD_MRZ, false, said),
	    "800A04007F00070202040202830101"));
	OK(TAKE(emrtd_pace_take_nonce,
	       "7C12801095A3A016522EE98D01E76CB6B98B42C3") == EMRTD_OK);
	OK(SAY(emrtd_pace_say_mapping) == EMRTD_OK && said_len == 69);

	/* the card */
	hex_read("3F00C4D39D153F2B2A214A078D899B22", nonce, 16);
	OK(emrtd_group_draw(card, play, &card_script, &key));
	OK(emrtd_group_agree(card, said + 4, 65, &shared));
	OK(hex_is(shared.at + 1, 32,
	    "60332EF2450B5D247EF6D3868397D398852ED6E8"
	    "CAF6FFEEF6BF85CA57057FD5"));
	OK(emrtd_group_map(card, nonce, 16, &shared));
	OK(emrtd_group_generator(card, &shared));
	OK(hex_is(shared.at + 1, 64,
	    "8CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2"
	    "8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522"));
	memcpy(bytes, "\x7c\x43\x82\x41", 4);
	memcpy(bytes + 4, key.at, 65);
	OK(emrtd_pace_take_mapping(pace, bytes, 69) == EMRTD_OK);
	OK(SAY(emrtd_pace_say_key) == EMRTD_OK && said_len == 69);
	OK(emrtd_group_draw(card, play, &card_script, &key));
	OK(emrtd_group_agree(card, said + 4, 65, &shared));
	OK(hex_is(shared.at + 1, 32,
	    "28768D20701247DAE81804C9E780EDE582A9996D"
	    "B4A315020B2733197DB84925"));
	bytes[2] = 0x84;
	memcpy(bytes + 4, key.at, 65);
	OK(emrtd_pace_take_key(pace, bytes, 69) == EMRTD_OK);
	OK(SAY(emrtd_pace_say_token) == EMRTD_OK);
	OK(hex_is(said, said_len, "7C0A8508C2B0BD78D94BA866"));
	OK(emrtd_pace_take_token(pace,
	       (const uint8_t *)"\x7c\x0a\x86\x08"
				"12345678",
	       12, &secure) == EMRTD_WRONG);
	said_len = read_said("7C0A86083ABB9674BCE93C08", bytes);
	OK(emrtd_pace_take_token(pace, bytes, said_len, &secure) == EMRTD_OK);
	OK(hex_is(secure.enc, 16, "F5F0E35C0D7161EE6724EE513A0D9A7F"));
	OK(hex_is(secure.mac, 16, "FE251C7858B356B24514B3BD5F4297D1"));
	emrtd_group_free(card);
	emrtd_pace_free(pace);
}

#define CARD_MAPPED                                                        \
	"78879F57225AA8080D52ED0FC890A4B25336F699AA89A2D3A189654AF70729E6" \
	"23EA5738B26381E4DA19E004706FACE7B235C2DBF2F38748312F3C98C2DD4882" \
	"A41947B324AA1259AC22579DB93F7085655AF30889DBB845D9E6783FE42C9F24" \
	"49400306254C8AE8EE9DD812A804C0B66E8CAFC14F84D8258950A91B44126EE6"
#define CARD_KEY                                                           \
	"075693D9AE941877573E634B6E644F8E60AF17A0076B8B123D9201074D36152B" \
	"D8B3A213F53820C42ADC79AB5D0AEEC3AEFB91394DA476BD97B9B14D0A65C1FC" \
	"71A0E019CB08AF55E1F729005FBA7E3FA5DC41899238A250767A6D46DB974064" \
	"386CD456743585F8E5D90CC8B4004B1F6D866C79CE0584E49687FF61BC29AEA1"

/* G.2: DH, generic mapping, 1024 bits with an order of 160 */
static void
agreeing_among_residues_is_that_of_the_standard(void)
{
	struct script script = { .numbers = {
				     "5265030F751F4AD18B08AC565FC7AC952E41618D",
				     "89CCD99B0E8D3B1F11E1296DCA68EC53411CF2CA",
				 } };
	emrtd_pace *pace = start(1, EMRTD_GENERIC, 0, &script);
	uint8_t bytes[512];

	if (!OK(pace != NULL))
		return;
	OK(TAKE(emrtd_pace_take_nonce,
	       "7C128010854D8DF5827FA6852D1A4FA701CDDDCA") == EMRTD_OK);
	OK(SAY(emrtd_pace_say_mapping) == EMRTD_OK);
	OK(hex_is(said, said_len,
	    "7C8183818180"
	    "23FB3749EA030D2A25B278D2A562047ADE3F01B74F17A15402CB7352CA7D2B3E"
	    "B71C343DB13D1DEBCE9A3666DBCFC920B49174A602CB47965CAA73DC702489A4"
	    "4D41DB914DE9613DC5E98C94160551C0DF86274B9359BC0490D01B03AD54022D"
	    "CB4F57FAD6322497D7A1E28D46710F461AFE710FBBBC5F8BA166F4311975EC6"
	    "C"));
	OK(TAKE(emrtd_pace_take_mapping, "7C8183828180" CARD_MAPPED) ==
	    EMRTD_OK);
	OK(SAY(emrtd_pace_say_key) == EMRTD_OK);
	OK(hex_is(said, said_len,
	    "7C8183838180"
	    "907D89E2D425A178AA81AF4A7774EC8E388C115CAE67031E85EECE520BD91155"
	    "1B9AE4D04369F29A02626C86FBC6747CC7BC352645B6161A2A42D44EDA80A08F"
	    "A8D61B76D3A154AD8A5A51786B0BC07147057871A922212C5F67F43173172236"
	    "B7747D1671E6D692A3C7D40A0C3C5CE397545D015C175EB5130551EDBC2EE5D"
	    "4"));
	OK(TAKE(emrtd_pace_take_key, "7C8183848180" CARD_KEY) == EMRTD_OK);
	OK(SAY(emrtd_pace_say_token) == EMRTD_OK);
	OK(hex_is(said, said_len, "7C0A8508B46DD9BD4D98381F"));
	said_len = read_said("7C0A8608917F37B5C0E6D8D1", bytes);
	OK(emrtd_pace_take_token(pace, bytes, said_len, &secure) == EMRTD_OK);
	OK(hex_is(secure.enc, 16, "2F7F46ADCC9E7E521B45D192FAFA9126"));
	OK(hex_is(secure.mac, 16, "805A1D27D45A5116F73C54469462B7D8"));
	emrtd_pace_free(pace);
}

/* H.1: the number that both nonces give, and the point that it gives */
static void
integrated_mapping_is_that_of_the_standard(void)
{
	emrtd_group *group = emrtd_group_new(13);
	struct emrtd_element generator;
	uint8_t number[32];

	if (!OK(group != NULL))
		return;
	hex_read(
	    "A2F8FF2DF50E52C6599F386ADCB595D229F6A167ADE2BE5F2C3296ADD5B7430E",
	    number, 32);
	OK(emrtd_group_map_number(group, number, 32));
	OK(emrtd_group_generator(group, &generator));
	OK(hex_is(generator.at, 65,
	    "04"
	    "8E82D31559ED0FDE92A4D0498ADD3C23BABA94FB77691E31E90AEA77FB17D427"
	    "4C1AE14BD0C3DBAC0C871B7F3608169364437CA30AC243A089D3F266C1E60FAD"));
	emrtd_group_free(group);
}

/* The nonce of appendix H, encrypted with the key that it prints; and what the
 * conversation begins with here, where the key is made of a zone, which it does
 * not print. */
static size_t
encrypt_nonce(const char *nonce, const char *encrypted, uint8_t out[20])
{
	uint8_t key[EMRTD_KEY_MOST] = { 0 }, seed[EMRTD_SEED_LEN], bytes[16];

	hex_read("591468CDA83D65219CCCB8560233600F", key, 16);
	hex_read(nonce, bytes, 16);
	OK(emrtd_encrypt(EMRTD_AES_128, key, NULL, bytes, 16, out));
	OK(hex_is(out, 16, encrypted));
	emrtd_seed("T22000129364081251010318", seed);
	OK(emrtd_derive_key(
	    EMRTD_AES_128, seed, sizeof(seed), EMRTD_PACE, key));
	memcpy(out, "\x7c\x12\x80\x10", 4);
	OK(emrtd_encrypt(EMRTD_AES_128, key, NULL, bytes, 16, out + 4));
	return 20;
}

static void
end_as_printed(emrtd_pace *pace, const char *own, const char *card,
    const char *enc, const char *mac)
{
	uint8_t bytes[512];

	OK(SAY(emrtd_pace_say_token) == EMRTD_OK);
	OK(hex_is(said, said_len, own));
	OK(TAKE_TOKEN(card) == EMRTD_OK);
	OK(hex_is(secure.enc, 16, enc));
	OK(hex_is(secure.mac, 16, mac));
}

/* H.1: ECDH, integrated mapping, brainpoolP256r1 */
static void
integrated_mapping_on_a_curve_is_that_of_the_standard(void)
{
	struct script
	    script = { .numbers = {
			   "5DD4CBFC96F5453B130D890A1CDBAE32",
			   "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595",
		       } };
	emrtd_pace *pace = start(4, EMRTD_INTEGRATED, 13, &script);
	uint8_t bytes[512];

	if (!OK(pace != NULL))
		return;
	OK(hex_is(said, emrtd_pace_set(pace, EMRTD_MRZ, false, said),
	    "800A04007F00070202040402830101"));
	said_len = encrypt_nonce("2923BE84E16CD6AE529049F1F1BBE9EB",
	    "143DC40C08C8E891FBED7DEDB92B64AD", bytes);
	OK(emrtd_pace_take_nonce(pace, bytes, said_len) == EMRTD_OK);
	OK(SAY(emrtd_pace_say_mapping) == EMRTD_OK);
	OK(hex_is(said, said_len, "7C1281105DD4CBFC96F5453B130D890A1CDBAE32"));
	OK(TAKE(emrtd_pace_take_mapping, "7C028200") == EMRTD_OK);
	OK(SAY(emrtd_pace_say_key) == EMRTD_OK);
	OK(hex_is(said, said_len,
	    "7C43834104"
	    "89CBA23FFE96AA18D824627C3E934E54A9FD0B87A95D1471DC1C0ABFDCD640D4"
	    "6755DE9B7B778280B6BEBD57439ADFEB0E21FD4ED6DF42578C13418A59B34C3"
	    "7"));
	OK(TAKE(emrtd_pace_take_key,
	       "7C43844104"
	       "67F78E5F7F7686082B293E8D087E056916D0F74BC01A5F8957D0DE45691E51E8"
	       "932B69A962B52A0985AD2C0A271EE6A13A8ADDDCD1A3A994B9DED257F4D22753") ==
	    EMRTD_OK);
	end_as_printed(pace, "7C0A8508450F02B86F6A0909",
	    "7C0A860875D4D96E8D5B0308", "0D3FEB33251A6370893D62AE8DAAF51B",
	    "B01E89E3D9E8719E586B50B4A7506E0B");
	emrtd_pace_free(pace);
}

/* H.2: DH, 1024 bits; the terminal's key modulo the order, which gives the same
 * element. */
static void
integrated_mapping_among_residues_is_that_of_the_standard(void)
{
	struct script script = { .numbers = {
				     "B3A6DB3C870C3E99245E0D1C06B747DE",
				     "89CCD99B0E8D3B1F11E1296DCA68EC53411CF2CA",
				 } };
	emrtd_pace *pace = start(3, EMRTD_INTEGRATED, 0, &script);
	uint8_t bytes[512];

	if (!OK(pace != NULL))
		return;
	said_len = encrypt_nonce("FA5B7E3E49753A0DB9178B7B9BD898C8",
	    "9ABB8864CA0FF1551E620D1EF4E13510", bytes);
	OK(emrtd_pace_take_nonce(pace, bytes, said_len) == EMRTD_OK);
	OK(SAY(emrtd_pace_say_mapping) == EMRTD_OK);
	OK(TAKE(emrtd_pace_take_mapping, "7C028200") == EMRTD_OK);
	OK(SAY(emrtd_pace_say_key) == EMRTD_OK);
	OK(hex_is(said, said_len,
	    "7C8183838180"
	    "0F0CC62945A8029251FB7EF3C094E12EC68E4EF07F27CB9D9CD04C5C4250FAE0"
	    "E4F8A951557E929AEB48E5C6DD47F2F5CD7C351A9BD2CD722C07EDE166770F08"
	    "FFCB370262CF308DD7B07F2E0DA9CAAA1492344C852906919538C98A4BA4187E"
	    "76CE9D87832386D319CE2E043C3343AEAE6EDBA1A9894DC5094D22F7FE1351D"
	    "5"));
	OK(TAKE(emrtd_pace_take_key,
	       "7C8183848180"
	       "928D9A0F9DBA450F13FC859C6F290D1D36E42431138A4378500BEB4E0401854C"
	       "FF111F71CB6DC1D0335807A11388CC8EAA87B07907AAD9FBA6B169AF6D8C26AF"
	       "8DDDC39ADC3AD2E3FF882B84D23E9768E95A80E4746FB07A9767679FE92133B4"
	       "D379935C771BD7FBED6C7BB4B1708B275EA75679524CDC9C6A91370CC662A2F3") ==
	    EMRTD_OK);
	end_as_printed(pace, "7C0A850855D61977CBF5307E",
	    "7C0A8608C2F04230187E1525", "01AFC10CF87BE36D8179E87370171F07",
	    "23F0FBD05FD6C7B8B88F4C8309669061");
	emrtd_pace_free(pace);
}

/* I: chip authentication mapping, brainpoolP256r1; the number that comes with
 * the card's token is decrypted. */
static void
chip_authentication_mapping_is_that_of_the_standard(void)
{
	const struct emrtd_pace_way way = { 6, 2, EMRTD_CHIP, EMRTD_AES_128, 13,
		false };
	struct script
	    script = { .numbers = {
			   "5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC",
			   "76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120",
		       } };
	const struct emrtd_element *drawn;
	uint8_t seed[EMRTD_SEED_LEN], bytes[512];
	const uint8_t *number;
	emrtd_pace *pace;
	size_t len = 0;

	emrtd_seed("C11T002JM496081222310314", seed);
	pace = emrtd_pace_new(&way, seed, sizeof(seed), play, &script);
	if (!OK(pace != NULL))
		return;
	OK(TAKE(emrtd_pace_take_nonce,
	       "7C128010CB60E8E0D85B76A9BD304747C2AD42E2") == EMRTD_OK);
	OK(SAY(emrtd_pace_say_mapping) == EMRTD_OK);
	OK(hex_is(said, said_len,
	    "7C43814104"
	    "7F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086C67EDE"
	    "1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C"
	    "1"));
	OK(TAKE(emrtd_pace_take_mapping,
	       "7C43824104"
	       "A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B3"
	       "04F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E23") ==
	    EMRTD_OK);
	OK(SAY(emrtd_pace_say_key) == EMRTD_OK);
	OK(hex_is(said, said_len,
	    "7C43834104"
	    "446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7728F95"
	    "5483400BFF60BF0C5929270009277DC2A515E12575010AD9BA916CF1BF86FEF"
	    "C"));
	OK(TAKE(emrtd_pace_take_key,
	       "7C43844104"
	       "02AD566F3C6EC7F9324509AD50A51FA52030782A4968FCFEDF737DAEA9933331"
	       "11C3B9B4C2287789BD137E7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E1") ==
	    EMRTD_OK);
	end_as_printed(pace, "7C0A8508E86BD06018A1CD3B",
	    "7C3C86088596CF055C67C1A38A301EEA964DAAE372AC990E3EFDE6333353BFC8"
	    "9A6704D93DA8798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F92",
	    "0A9DA4DB03BDDE39FC5202BC44B2E89E",
	    "4B1C06491ED5140CA2B537D344C6C0B1");
	OK(emrtd_pace_proof(pace, &drawn, &number, &len));
	OK(hex_is(number, len,
	    "85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B"
	    "3"));
	emrtd_pace_free(pace);
}

/* ---- elements that a card must not give --------------------------------- */

static bool
is_taken(unsigned parameter, const uint8_t *bytes, size_t len)
{
	emrtd_group *group = emrtd_group_new(parameter);
	struct emrtd_element own, shared;
	uint8_t next = 1;
	bool taken;

	taken = emrtd_group_draw(group, count_up, &next, &own) &&
		emrtd_group_agree(group, bytes, len, &shared);
	if (emrtd_group_failed(group))
		abort();
	emrtd_group_free(group);
	return taken;
}

static void
a_point_off_the_curve_is_refused(void)
{
	emrtd_group *group = emrtd_group_new(13);
	struct emrtd_element point;

	OK(emrtd_group_generator(group, &point));
	OK(is_taken(13, point.at, point.len));
	point.at[64] ^= 1;
	OKF(!is_taken(13, point.at, point.len), "off the curve");
	point.at[64] ^= 1;
	OKF(!is_taken(13, point.at, point.len - 1), "too short");
	OKF(!is_taken(12, point.at, point.len), "of another curve");
	point.at[0] = 2;
	OKF(!is_taken(13, point.at, 33), "compressed");
	point.at[0] = 0;
	OKF(!is_taken(13, point.at, 1), "at infinity");
	memset(point.at + 1, 0xff, 64);
	point.at[0] = 4;
	OKF(!is_taken(13, point.at, 65), "beyond the field");
	emrtd_group_free(group);
}

static void
a_residue_of_another_order_is_refused(void)
{
	uint8_t bytes[128] = { 0 };
	emrtd_group *group = emrtd_group_new(0);
	struct emrtd_element generator;

	OK(emrtd_group_generator(group, &generator));
	OK(is_taken(0, generator.at, generator.len));
	OKF(!is_taken(0, bytes, 128), "0");
	bytes[127] = 1;
	OKF(!is_taken(0, bytes, 128), "1");
	bytes[127] = 2;
	OKF(!is_taken(0, bytes, 128), "2, which is not in the group");
	memset(bytes, 0xff, 128);
	OKF(!is_taken(0, bytes, 128), "beyond the modulus");
	OKF(!is_taken(0, generator.at, 127), "too short");
	emrtd_group_free(group);
}

static void
what_the_card_says_must_be_in_its_place(void)
{
	struct script
	    script = { .numbers = {
			   "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99",
		       } };
	emrtd_pace *pace = start(2, EMRTD_GENERIC, 13, &script);
	uint8_t bytes[512];

	OK(TAKE(emrtd_pace_take_nonce, "") == EMRTD_WRONG);
	OK(TAKE(emrtd_pace_take_nonce, "7C00") == EMRTD_WRONG);
	OK(TAKE(emrtd_pace_take_nonce, "7C028000") == EMRTD_WRONG);
	OK(TAKE(emrtd_pace_take_nonce, "7C0A80080000000000000000") ==
	    EMRTD_WRONG);
	OK(TAKE(emrtd_pace_take_nonce,
	       "7C12811095A3A016522EE98D01E76CB6B98B42C3") == EMRTD_WRONG);
	OK(TAKE(emrtd_pace_take_nonce,
	       "7C12801095A3A016522EE98D01E76CB6B98B42C300") == EMRTD_WRONG);
	OK(TAKE(emrtd_pace_take_nonce,
	       "7C12801095A3A016522EE98D01E76CB6B98B42C3") == EMRTD_OK);
	OK(SAY(emrtd_pace_say_mapping) == EMRTD_OK);
	said[2] = 0x82;
	OKF(emrtd_pace_take_mapping(pace, said, said_len) == EMRTD_WRONG,
	    "a mirror");
	emrtd_pace_free(pace);
}

/* ---- ways ---------------------------------------------------------------- */

static bool
chooses(const char *card_access, uint8_t protocol, uint8_t cipher,
    unsigned parameter)
{
	struct emrtd_pace_way way;
	uint8_t bytes[512];
	size_t len = read_said(card_access, bytes);

	return emrtd_pace_choose(bytes, len, &way) &&
	       way.protocol == protocol && way.cipher_number == cipher &&
	       way.parameter == parameter;
}

#define WAY(protocol, cipher, parameter) \
	"3012060A04007F00070202040" protocol "0" cipher "0201020201" parameter

static void
the_best_way_that_is_known_is_chosen(void)
{
	struct emrtd_pace_way way;

	OK(chooses("3114" WAY("2", "2", "0D"), 2, 2, 13));
	OK(chooses("3128" WAY("2", "1", "0D") WAY("1", "4", "02"), 1, 4, 2));
	OK(chooses("3128" WAY("2", "4", "10") WAY("6", "4", "10"), 6, 4, 16));
	OK(chooses("3128" WAY("2", "4", "10") WAY("1", "4", "02"), 2, 4, 16));
	OKF(chooses("3128" WAY("2", "2", "0D") WAY("2", "4", "1F"), 2, 2, 13),
	    "not what is not known");
	OKF(chooses("3128" WAY("2", "2", "0D") WAY("2", "4", "00"), 2, 2, 13),
	    "nor a curve that is none");
	OK(!emrtd_pace_choose((const uint8_t *)"", 0, &way));
	OK(!emrtd_pace_choose((const uint8_t *)"\x31\x00", 2, &way));
}

int
main(void)
{
	RUN(agreeing_on_a_curve_is_that_of_the_standard);
	RUN(agreeing_among_residues_is_that_of_the_standard);
	RUN(integrated_mapping_is_that_of_the_standard);
	RUN(integrated_mapping_on_a_curve_is_that_of_the_standard);
	RUN(integrated_mapping_among_residues_is_that_of_the_standard);
	RUN(chip_authentication_mapping_is_that_of_the_standard);
	RUN(a_point_off_the_curve_is_refused);
	RUN(a_residue_of_another_order_is_refused);
	RUN(what_the_card_says_must_be_in_its_place);
	RUN(the_best_way_that_is_known_is_chosen);
	return tap_done();
}
