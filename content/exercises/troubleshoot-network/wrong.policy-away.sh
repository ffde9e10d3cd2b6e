# fails: reader/not-vault
kubectl delete networkpolicy reader -n library
sleep 5
