until kubectl top pods -n @{shop} > /dev/null 2>&1; do sleep 5; done
kubectl top pods -n @{shop} --containers -l @{kind} | sort -k 3 -n -r | head -n 1 | awk '{print $1, $2}' > /opt/answers/usage/container.txt
for name in @{namespace} @{shop} @{store}; do
  echo "$(kubectl top pods -n $name | awk '{sum += $3} END {print sum}') $name"
done | sort -n | tail -n 1 | cut -d' ' -f2 > /opt/answers/usage/namespace.txt
kubectl set resources deployment @{tight.name} -n @{namespace} --limits=cpu=@{limit}
kubectl rollout status deployment/@{tight.name} -n @{namespace} --timeout=60s
sleep 5
