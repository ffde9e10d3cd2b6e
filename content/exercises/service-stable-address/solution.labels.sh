# The Pods get the label that the Service asks for; teller gets the page that its probe asks for.
kubectl create service clusterip catalog --tcp=80:8080
kubectl create service clusterip cart -n shop --tcp=80:web

kubectl patch deployment ledger -n bank -p '{"spec":{"template":{"metadata":{"labels":{"tier":"backend"}}}}}'
kubectl rollout status deployment/ledger -n bank --timeout=180s
kubectl wait -n bank --for=delete pod -l 'app=ledger,!tier' --timeout=120s

kubectl patch deployment teller -n bank -p '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","command":["sh","-c","echo ok > /usr/share/nginx/html/health; exec nginx -g \"daemon off;\""]}]}}}}'
kubectl rollout status deployment/teller -n bank --timeout=180s

kubectl delete service vault -n bank
kubectl expose deployment vault -n bank --port=80 --target-port=8080
sleep 5
