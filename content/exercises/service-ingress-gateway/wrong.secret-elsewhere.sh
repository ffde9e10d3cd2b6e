# fails: tls/https
# The Secret must be in the namespace of the Ingress; without it the controller shows its own certificate.
kubectl create secret tls bank-tls --cert=/root/tls/bank.crt --key=/root/tls/bank.key
kubectl create ingress bank -n bank --class=nginx --rule='bank.example.com/*=teller:80,tls=bank-tls'
sleep 10
