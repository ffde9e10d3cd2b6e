# fails: find/slow, give/others
# The one that uses most CPU is taken for the one that lacks it.
echo @{who.killed} > /opt/answers/hungry/memory.txt
echo @{who.busy} > /opt/answers/hungry/cpu.txt
echo @{who.evicted} > /opt/answers/hungry/storage.txt
kubectl set resources deployment @{who.busy} -n @{namespace} --limits=cpu=@{cpu}
sleep 30
