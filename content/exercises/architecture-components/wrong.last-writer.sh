# fails: who/name
# The one who wrote last is not the one who wrote this field.
echo release-bot > /root/who.txt
