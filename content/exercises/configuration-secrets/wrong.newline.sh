# fails: wrong-password/ready
# echo ends with a newline, and the newline is part of the password now.
kubectl patch secret billing-db -n shop -p "{\"data\":{\"password\":\"$(echo orange-7-lemon | base64)\"}}"
kubectl rollout restart deployment/billing -n shop
sleep 40
