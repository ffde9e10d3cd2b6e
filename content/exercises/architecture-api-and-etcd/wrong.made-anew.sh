# fails: restore/same-ledger
bash /root/accident.sh
kubectl create namespace archive
kubectl create configmap ledger -n archive --from-literal=year=1987 --from-literal=pages=412
