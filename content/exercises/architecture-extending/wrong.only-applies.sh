# fails: badge/removes
# It corrects, but a badge without a label stays for ever.
sed -i 's#2> /dev/null#--dry-run=client -o yaml | kubectl apply -f -#' /root/badge.sh
