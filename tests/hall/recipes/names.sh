# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034
# names.sh -- who is who in the demonstration hall; read by the recipes.
#
# Nobody here exists: there is no city of that name, no such company, and no
# area code 999901 in which the customer's number could have been given out.

NAME_COMPANY=云汀示范通信有限公司
NAME_HALL=临江路营业厅
NAME_BUSINESS_SEAL=业务专用章
NAME_BUSINESS_CODE=9999010012345

NAME_VERIFIER=云汀市实名核验示范中心
NAME_OFFICIAL_SEAL=实名核验专用章
NAME_OFFICIAL_CODE=9999010067890

NAME_CUSTOMER=沈佳禾
NAME_CLERK=陆知远
NAME_CA=云汀示范电子认证中心
