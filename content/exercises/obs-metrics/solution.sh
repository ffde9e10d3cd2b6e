until kubectl top pods -n batch > /dev/null 2>&1; do sleep 5; done
kubectl top pods -n batch --sort-by=cpu --no-headers | awk 'NR == 1 { print $1 }' > /root/heaviest.txt

counter() { kubectl exec -n shop customers -- wget -qO- http://front/metrics | awk '/path="\/checkout"/ { print $2 }'; }
first=$(counter)
sleep 60
awk -v from="$first" -v to="$(counter)" 'BEGIN { print (to - from) / 60 }' > /root/rate.txt

kubectl set resources deployment search -n shop --limits=cpu=1,memory=32Mi
kubectl set resources deployment cart -n shop --requests=cpu=220m,memory=16Mi
kubectl rollout status deployment/search -n shop --timeout=120s
kubectl rollout status deployment/cart -n shop --timeout=120s
